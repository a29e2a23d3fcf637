import type { Page } from '@playwright/test'

/** Collects what the content security policy refuses, and anything else the page complains about, from now on. */
export function watchPolicy(page: Page): string[] {
  const violations: string[] = []
  page.on('console', (message) => {
    const text = message.text()
    if (/content security policy|refused to|hydrat/i.test(text)) violations.push(text)
  })
  page.on('pageerror', (error) => violations.push(String(error)))
  return violations
}
