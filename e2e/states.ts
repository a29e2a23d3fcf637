import { expect, type Page } from '@playwright/test'
import { act, chooseRole, generateKey, screen, signIn } from './builder'
import { sql } from './environment'
import { everyStatus, insertCredentials, withoutCredentials } from './sample-credentials'
import { agentStates } from './states-agents'
import { auditStates } from './states-audit'
import { roleStates } from './states-roles'
import { settingsStates } from './states-settings'

/** Every state of the screens, and how to get there from a fresh page. */
export type State = {
  name: string
  open: (page: Page) => Promise<void>
  /** What closes when the window changes its size, and the button that opens it. */
  floating?: { button: string; role: 'menu' | 'grid' | 'dialog' }
}

/** Opens what floats in a state, if anything does and it is closed. It also closes when the page scrolls, so the button comes into view first. */
export async function reopen(page: Page, { floating }: State): Promise<void> {
  if (!floating) return
  const button = page.getByRole('button', { name: floating.button, exact: true })
  const content = page.getByRole(floating.role)
  if (await content.isHidden()) {
    await button.scrollIntoViewIfNeeded()
    await page.waitForTimeout(300)
    await button.click()
  }
  await page.waitForTimeout(300)
  await expect(content).toBeVisible()
}

const ben = 'ben@demo.example'
const popup = (page: Page) => page.getByRole('dialog', { name: 'New application credential' })
const oneTimeView = (page: Page) => page.getByRole('dialog', { name: 'Copy your secret key now' })

async function list(page: Page) {
  await withoutCredentials(ben)
  await insertCredentials(ben, everyStatus)
  await signIn(page, ben)
  await expect(page.getByRole('row')).toHaveCount(everyStatus.length + 1)
  await page.waitForLoadState('networkidle')
}

async function newCredential(page: Page) {
  await list(page)
  await page.getByRole('button', { name: 'New credential' }).click()
  await expect(popup(page)).toBeVisible()
}

async function shownKey(page: Page) {
  await list(page)
  await generateKey(page, 'Data warehouse', { operational: 'Team Leader', builder: 'User Manager' })
}

async function maskedKey(page: Page) {
  await shownKey(page)
  await oneTimeView(page).getByRole('button', { name: 'Hide' }).click()
}

async function asked(page: Page, name: string, action: 'Generate new secret key' | 'Delete') {
  await list(page)
  await act(page, name, action)
  await expect(page.getByRole('alertdialog').getByText('Live sessions')).toBeVisible()
  await expect(page.getByRole('alertdialog').getByText('…')).toHaveCount(0)
}

/** In the order in which a person meets them. */
export const states: State[] = [
  { name: 'sign-in', open: async (page) => void (await page.goto('/sign-in')) },
  {
    name: 'sign-in-refused',
    open: async (page) => {
      await page.goto('/sign-in?reason=roles-changed')
      await page.getByLabel('Email').fill('ada@demo.example')
      await page.getByLabel('Password').fill('wrong password')
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await expect(page.getByRole('alert').filter({ hasText: 'wrong' })).toBeVisible()
    },
  },
  {
    name: 'list-empty',
    open: async (page) => {
      await withoutCredentials(ben)
      await signIn(page, ben)
      await expect(page.getByText('How it works')).toBeVisible()
    },
  },
  { name: 'list', open: list },
  {
    name: 'list-long',
    open: async (page) => {
      await list(page)
      await insertCredentials(
        ben,
        Array.from({ length: 60 }, (_, i) => ({ name: `Export ${i + 1}`, days: 20 + i })),
      )
      await page.goto(`${screen}?page=2&sort=name`)
      await expect(page.getByText('26–50 of 67')).toBeVisible()
    },
  },
  {
    name: 'list-no-match',
    open: async (page) => {
      await list(page)
      await page.getByRole('searchbox', { name: 'Search' }).fill('nothing like this')
      await expect(page.getByRole('button', { name: 'Clear search' })).toBeVisible()
    },
  },
  {
    name: 'list-error',
    open: async (page) => {
      await list(page)
      await sql('ALTER TABLE application_credentials RENAME TO away')
      try {
        await page.reload()
        await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible()
      } finally {
        await sql('ALTER TABLE away RENAME TO application_credentials')
      }
    },
  },
  {
    name: 'actions-menu',
    floating: { button: 'Actions for Wallboard', role: 'menu' },
    open: async (page) => {
      await list(page)
      await page.getByRole('button', { name: 'Actions for Wallboard' }).click()
      await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeVisible()
    },
  },
  { name: 'popup', open: newCredential },
  {
    name: 'popup-filled',
    open: async (page) => {
      await newCredential(page)
      await popup(page).getByLabel('Name').fill('Data warehouse')
      await popup(page).getByRole('button', { name: '90 days' }).click()
    },
  },
  {
    name: 'popup-errors',
    open: async (page) => {
      await newCredential(page)
      await popup(page).getByRole('button', { name: 'Generate key' }).click()
      await expect(popup(page).getByText('Enter a name.')).toBeVisible()
    },
  },
  {
    name: 'popup-calendar',
    floating: { button: 'Calendar', role: 'grid' },
    open: async (page) => {
      await newCredential(page)
      await popup(page).getByRole('button', { name: 'Calendar' }).click()
      await expect(page.getByRole('grid')).toBeVisible()
    },
  },
  {
    name: 'popup-discard',
    open: async (page) => {
      await newCredential(page)
      await popup(page).getByLabel('Name').fill('Data warehouse')
      await page.keyboard.press('Escape')
      await expect(page.getByRole('alertdialog')).toBeVisible()
    },
  },
  { name: 'one-time-view', open: maskedKey },
  { name: 'one-time-view-revealed', open: shownKey },
  {
    name: 'one-time-view-download',
    floating: { button: 'Download', role: 'menu' },
    open: async (page) => {
      await maskedKey(page)
      await page.getByRole('button', { name: 'Download', exact: true }).click()
      await expect(page.getByRole('menuitem', { name: 'JSON' })).toBeVisible()
    },
  },
  {
    name: 'one-time-view-lose',
    open: async (page) => {
      await maskedKey(page)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('alertdialog')).toBeVisible()
    },
  },
  {
    name: 'edit',
    open: async (page) => {
      await list(page)
      await act(page, 'Nightly ticket export', 'Edit')
    },
  },
  {
    name: 'edit-shortened',
    open: async (page) => {
      await list(page)
      await act(page, 'Nightly ticket export', 'Edit')
      await page.getByRole('dialog').getByRole('button', { name: '30 days' }).click()
    },
  },
  { name: 'regenerate', open: (page) => asked(page, 'Nightly ticket export', 'Generate new secret key') },
  {
    name: 'regenerate-keep',
    open: async (page) => {
      await asked(page, 'Nightly ticket export', 'Generate new secret key')
      await chooseRole(page, 'What happens to the old secret', 'Keep the old secret working for')
      await expect(page.getByRole('radio', { name: '24 hours' })).toBeChecked()
    },
  },
  { name: 'delete', open: (page) => asked(page, 'Wallboard', 'Delete') },
  {
    name: 'delete-in-use',
    open: async (page) => {
      await asked(page, 'Nightly ticket export', 'Delete')
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
      await expect(page.getByText('This is not its name.')).toBeVisible()
    },
  },
  ...auditStates,
  ...settingsStates,
  { name: 'not-found', open: async (page) => void (await page.goto('/nowhere')) },
  ...agentStates,
  ...roleStates,
]
