import { expect, type Locator, type Page } from '@playwright/test'

/** Presses Tab until `target` has focus; every stop on the way must be visible. */
export async function tabTo(page: Page, target: Locator) {
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return
    await page.keyboard.press('Tab')
    const outline = await page.evaluate(() => {
      const focused = document.activeElement
      if (!focused || focused === document.body) return 'none'
      const { width, height } = focused.getBoundingClientRect()
      return `${width}x${height}`
    })
    expect(outline).not.toBe('0x0')
  }
  throw new Error(`Tab never reached ${target}`)
}
