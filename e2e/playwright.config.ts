import { defineConfig } from '@playwright/test'
import { adminEmail, adminPassword, baseUrl, databaseUrl, demoPassword, nextUrl, required, serverLog } from './environment'
import { noEnvFile } from './processes'

const server = {
  cwd: '..',
  timeout: 120_000,
  reuseExistingServer: false,
  gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 } as const,
}

const environment = {
  ...noEnvFile,
  HOST: '127.0.0.1',
  PUBLIC_URL: baseUrl,
  DATABASE_URL: databaseUrl,
  ADMIN_EMAIL: adminEmail,
  ADMIN_PASSWORD: adminPassword,
  DEMO_PASSWORD: demoPassword,
  // As talkative as it gets, for the test that looks for secrets in the log.
  LOG_LEVEL: 'debug',
}

export default defineConfig({
  testDir: '.',
  // Screenshots and Lighthouse need the same server, but prove nothing by themselves (scripts/screenshots.mjs, scripts/lighthouse.mjs).
  testMatch: process.env.E2E_MATCH ?? '**/*.spec.ts',
  outputDir: '../test-results/playwright',
  // One server, one database: the tests see each other's data and take turns.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: 'list',
  timeout: 60_000,
  use: {
    baseURL: baseUrl,
    browserName: 'chromium',
    launchOptions: { executablePath: required('E2E_CHROMIUM') },
    locale: 'en-US',
    // Neither the server's zone nor the database's.
    timezoneId: 'Europe/Berlin',
    actionTimeout: 10_000,
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  webServer: [
    {
      ...server,
      command: `node scripts/start.mjs --demo > ${serverLog} 2>&1`,
      url: `${baseUrl}/api/health`,
      env: { ...environment, PORT: new URL(baseUrl).port },
    },
    {
      ...server,
      command: `node node_modules/next/dist/bin/next start --hostname 127.0.0.1 > ${serverLog}.next 2>&1`,
      url: `${nextUrl}/api/health`,
      env: { ...environment, PORT: new URL(nextUrl).port },
    },
  ],
})
