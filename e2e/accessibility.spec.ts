import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { watchPolicy } from './policy'
import { reopen, states } from './states'

const sizes = [
  { width: 1280, height: 860 },
  { width: 320, height: 700 },
]

for (const state of states) {
  const { name, open, floating } = state
  test(`axe finds nothing, and the content security policy refuses nothing: ${name}`, async ({ page }) => {
    const violations = await watchPolicy(page)
    await open(page)
    for (const size of sizes) {
      await page.setViewportSize(size)
      for (const colorScheme of ['light', 'dark'] as const) {
        // Colours are compared once they have settled.
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.waitForTimeout(300)
        await reopen(page, state)
        expect(await faults(page), `${size.width} px, ${colorScheme}`).toEqual([])
        if (floating) await expect(page.getByRole(floating.role)).toBeVisible()
      }
      await expectNoSidewaysScroll(page)
    }
    expect(violations.filter((text) => !isExpected(name, text))).toEqual([])
  })
}

test('in forced colours, at 200 % text and without motion the list stays usable', async ({ page }) => {
  await states.find(({ name }) => name === 'list')?.open(page)
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%'
  })
  await expectNoSidewaysScroll(page)
  await page.getByRole('button', { name: 'New credential' }).click()
  const generate = page.getByRole('button', { name: 'Generate key' })
  await expect(generate).toBeInViewport()
  await expectNoSidewaysScroll(page)
  const slowest = await page.evaluate(() => Math.max(0, ...document.getAnimations().map((it) => Number(it.effect?.getTiming().duration))))
  expect(slowest).toBeLessThanOrEqual(1)
})

async function faults(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target, failureSummary }) => `${target}: ${failureSummary}`) }))
}

async function expectNoSidewaysScroll(page: Page) {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
}

/** The state in which a page fails on purpose tells so in the console. */
const isExpected = (state: string, text: string) => state === 'list-error' && !/content security policy/i.test(text)
