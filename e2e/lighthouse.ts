import { chromium, expect, test } from '@playwright/test'
import lighthouse, { desktopConfig } from 'lighthouse'
import { screen, signIn } from './builder'
import { baseUrl, required } from './environment'
import { insertCredentials, withoutCredentials } from './sample-credentials'

const ben = 'ben@demo.example'
const debuggingPort = 9_333

test('the list with 200 credentials: accessibility and best practices 100, performance at least 95 on a desktop', async () => {
  test.setTimeout(240_000)
  await withoutCredentials(ben)
  await insertCredentials(
    ben,
    Array.from({ length: 200 }, (_, i) => ({ name: `Export ${i + 1}`, days: i, usedMinutesAgo: i * 7 })),
  )
  const browser = await chromium.launch({
    executablePath: required('E2E_CHROMIUM'),
    args: [`--remote-debugging-port=${debuggingPort}`],
  })
  try {
    // Lighthouse opens its own tab in the browser's own context: the sign-in has to be there as well.
    const page = await browser.newPage({ baseURL: baseUrl })
    await signIn(page, ben)
    const cookies = await page.context().cookies()
    await page.close()
    const result = await lighthouse(
      baseUrl + screen,
      {
        port: debuggingPort,
        onlyCategories: ['performance', 'accessibility', 'best-practices'],
        extraHeaders: { Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
        disableStorageReset: true,
        logLevel: 'error',
      },
      desktopConfig,
    )
    const report = result?.lhr
    if (!report) throw new Error('Lighthouse gave no report')
    expect(report.finalDisplayedUrl).toBe(baseUrl + screen)
    const scores = Object.fromEntries(Object.values(report.categories).map(({ id, score }) => [id, Math.round((score ?? 0) * 100)]))
    const weak = Object.values(report.audits).filter(
      ({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== 'informative',
    )
    console.log(
      scores,
      weak.map(({ id, displayValue }) => `${id} ${displayValue ?? ''}`.trim()),
    )
    expect(scores).toMatchObject({ accessibility: 100, 'best-practices': 100 })
    expect(scores.performance).toBeGreaterThanOrEqual(95)
  } finally {
    await browser.close()
  }
})
