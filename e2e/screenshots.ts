import { test } from '@playwright/test'
import { states } from './states'

const folder = 'screenshots'
const sizes = [
  { name: 'wide', width: 1280, height: 860 },
  { name: 'narrow', width: 320, height: 700 },
]

for (const { name, open, reopen } of states) {
  test(name, async ({ page }) => {
    await open(page)
    for (const size of sizes) {
      await page.setViewportSize(size)
      await page.waitForTimeout(350)
      await reopen?.(page)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.waitForTimeout(350)
        await page.screenshot({ path: `${folder}/${name}-${size.name}-${colorScheme}.png` })
      }
    }
  })
}
