import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const tests = (ending: string) => ['lib', 'app', 'scripts', 'bench'].map((folder) => `${folder}/**/*${ending}`)
const pure = '**/*.unit.test.ts'
const concurrent = '**/*.postgres.test.ts'

/** Projects with different order numbers run one after the other; a worker, and so its database, lives as long as its project. */
function project(name: string, groupOrder: number, include: string[], exclude: string[] = []) {
  return { name, include, exclude: ['**/node_modules/**', ...exclude], sequence: { groupOrder } }
}

// x.test.ts uses the database and runs on both kinds; x.postgres.test.ts needs real concurrency; x.unit.test.ts needs no database.
export default defineConfig({
  resolve: { alias: { '@': file('.').replace(/\/$/, ''), 'server-only': file('./scripts/empty.mjs') } },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // Opening an embedded database takes seconds, so the files of one worker share it (lib/db/test-database.ts).
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: { LOG_LEVEL: 'silent' },
    projects: [
      { extends: true, test: project('unit', 0, tests('.unit.test.ts')) },
      { extends: true, test: project('pglite', 1, tests('.test.ts'), [pure, concurrent]) },
      { extends: true, test: { ...project('postgres', 2, tests('.test.ts'), [pure]), globalSetup: './scripts/vitest-postgres.mjs' } },
    ],
  },
})
