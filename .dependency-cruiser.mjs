// The arrows between the rooms of the house (docs/architecture.md). `npm run lint` fails on a wrong one.

/** Features, the lowest first: each may import those before it, never those after. */
const features = [
  'accounts',
  'users',
  'api-keys',
  'senders',
  'activity',
  'consent',
  'quiet-hours',
  'profiles',
  'coupons',
  'media',
  'campaigns',
  'links',
  'attribution',
  'conversations',
  'auto-responder',
  'messages',
  'blocking',
  'orders',
  'settings',
  'inbox',
  'notifications',
  'ingestion',
  'outgoing-webhooks',
  'carrier',
  'nodes',
]

// Entities may refer to entities and GraphQL types to GraphQL types, both ways; what the carrier is and what
// its codes mean is known to all.
const openToAll = '([.]entity|[.]graphql)[.]ts$|^server/src/features/carrier/(carrier|error-codes)[.]ts$'
// One list of all migrations, for the server and the command line.
const migrateAll = 'server/src/platform/db/migrate-all[.]ts$'
const tests = '[.]test[.]tsx?$|^server/src/test/|^client/browser-tests/'

const oneWay = features.slice(0, -1).map((feature, index) => ({
  name: `feature-arrows-${feature}`,
  comment: `${feature}/ imports only features before it in .dependency-cruiser.mjs`,
  severity: 'error',
  from: { path: `^server/src/features/${feature}/`, pathNot: tests },
  to: { path: `^server/src/features/(${features.slice(index + 1).join('|')})/`, pathNot: openToAll },
}))

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

export default {
  forbidden: [
    forbid(
      'no-circular',
      'a cycle of files hides which comes first; entities may refer to each other',
      { pathNot: openToAll },
      { circular: true, viaOnly: { pathNot: openToAll, dependencyTypesNot: ['type-only'] } },
    ),
    ...oneWay,
    forbid(
      'feature-without-place',
      'a new feature gets its place in the list of .dependency-cruiser.mjs',
      { path: `^server/src/features/(?!(${features.join('|')})/)` },
      {},
    ),
    forbid(
      'platform-knows-no-feature',
      'platform/ is below the features and the wiring',
      { path: '^server/src/platform/', pathNot: `^${migrateAll}|${tests}` },
      {
        path: '^server/src/(features|sandbox|seed)/|^server/src/(web|worker|main|cli|schema|entities)[.]ts$',
      },
    ),
    forbid(
      'features-know-no-wiring',
      'features are wired from outside',
      { path: '^server/src/features/', pathNot: tests },
      { path: '^server/src/(web|worker|main|cli|schema)[.]ts$|^server/src/seed/' },
    ),
    forbid(
      'sandbox-is-apart',
      'the simulated carrier is loaded by the wiring alone, and speaks HTTP like the real one',
      {
        path: '^server/src/',
        pathNot: `^server/src/(sandbox|seed|start|web|worker|cli)/|^server/src/(web|worker|main|cli)[.]ts$|^${migrateAll}|${tests}`,
      },
      { path: '^server/src/sandbox/' },
    ),
    forbid(
      'sandbox-knows-no-feature',
      'it would prove our own mistakes right',
      { path: '^server/src/sandbox/', pathNot: tests },
      { path: '^server/src/features/' },
    ),
    forbid('no-test-in-production', 'tests are imported by tests', { pathNot: tests }, { path: tests }),
    forbid(
      'halves-are-apart',
      'the client knows the server by its API',
      { path: '^client/src/' },
      { path: '^server/' },
    ),
    forbid(
      'halves-are-apart-2',
      'the server knows no client',
      { path: '^server/src/', pathNot: tests },
      { path: '^client/' },
    ),
    forbid(
      'client-features-are-closed',
      "another feature's insides are its own; app/ composes them",
      { path: '^client/src/features/([^/]+)/' },
      { path: '^client/src/features/', pathNot: '^client/src/features/($1/|[^/]+/index[.]tsx?$)' },
    ),
    forbid(
      'client-lib-is-plain',
      'lib/ has no React, no GraphQL and no feature',
      { path: '^client/src/lib/', pathNot: tests },
      {
        path: '/node_modules/(react|react-dom|urql|wonka|@urql|@base-ui)/|^client/src/(app|features|components|graphql)/',
      },
    ),
    forbid(
      'client-components-are-plain',
      'components/ are design pieces: no GraphQL, no feature',
      { path: '^client/src/components/', pathNot: tests },
      { path: '/node_modules/(urql|@urql)/|^client/src/(app|features|graphql)/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^client/src/graphql/generated/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.d.ts', '.json'],
    },
  },
}
