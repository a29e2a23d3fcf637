import type { Page } from '@playwright/test'

/** Collects what the content security policy refuses, and anything else the page complains about, from the next page on. */
export async function watchPolicy(page: Page): Promise<string[]> {
  const violations: string[] = []
  await page.exposeFunction('reportViolation', (text: string) => violations.push(text))
  // Not every violation shows in the console: a library may try something and get over it.
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const report = (window as unknown as { reportViolation: (text: string) => void }).reportViolation
      report(`content security policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)
    })
  })
  page.on('console', (message) => {
    const text = message.text()
    if (/content security policy|refused to|hydrat/i.test(text)) violations.push(text)
  })
  page.on('pageerror', (error) => violations.push(String(error)))
  return violations
}
