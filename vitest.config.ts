import { defineConfig } from 'vitest/config'

// Vite would take graphql's ESM build and the libraries its CommonJS one: "another module or realm".
const alias = [{ find: /^graphql$/, replacement: 'graphql/index.js' }]
const exclude = ['**/node_modules/**', '**/dist/**', 'server/src/test/crash/**']
const setupFiles = ['server/src/test/network-guard.ts']

export default defineConfig({
  test: {
    globalSetup: 'server/src/test/global-setup.ts',
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'server',
          include: ['server/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude,
          setupFiles,
          testTimeout: 15_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'client',
          include: ['client/src/**/*.test.{ts,tsx}'],
          exclude,
          setupFiles,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'browser',
          include: ['client/browser-tests/**/*.test.ts', 'server/src/test/crash/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          setupFiles,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One at a time, after the others: each of them starts a whole Parley.
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
