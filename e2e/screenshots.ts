import { test } from '@playwright/test'
import { reopen, states } from './states'

const folder = 'screenshots'
const sizes = [
  { name: 'wide', width: 1280, height: 860 },
  { name: 'narrow', width: 320, height: 700 },
]

for (const state of states) {
  const { name, open } = state
  test(name, async ({ page }) => {
    await open(page)
    for (const size of sizes) {
      await page.setViewportSize(size)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.waitForTimeout(350)
        await reopen(page, state)
        await page.screenshot({ path: `${folder}/${name}-${size.name}-${colorScheme}.png` })
      }
    }
  })
}
