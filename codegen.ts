import type { CodegenConfig } from '@graphql-codegen/cli'

/** Types of the client's documents, from the committed schema. `npm run codegen` after either changes. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: [
    'client/src/**/*.{ts,tsx}',
    '!client/src/graphql/generated/**',
    '!client/src/**/*.test.ts',
    '!client/src/**/*-rig.ts',
  ],
  generates: {
    'client/src/graphql/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: { unmaskFunctionName: 'unmask' } },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        skipTypename: false,
        strictScalars: true,
        scalars: {
          DateTime: 'string',
          PhoneNumber: 'string',
          EmailAddress: 'string',
          URL: 'string',
          TimeZone: 'string',
          Decimal: 'string',
          CurrencyCode: 'string',
          JSONObject: 'Record<string, unknown>',
        },
      },
    },
  },
}

export default config
