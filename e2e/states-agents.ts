import { expect, type Page } from '@playwright/test'
import { actOnAgent, agentsScreen, toggleRole } from './agents'
import { signIn } from './builder'
import { sql } from './environment'
import { insertPeople } from './people'

const una = { email: 'una@states.example', name: 'Una Sample', roles: ['Team Leader', 'Team Member', 'Administrator'] }
const rob = { email: 'rob@states.example', name: 'Rob Sample', roles: ['Team Leader', 'Viewer'] }
const pia = { email: 'pia@states.example', name: 'Pia Sample', roles: ['Team Leader', 'User Manager'] }
const gone = { email: 'gone@states.example', name: 'Gus Sample', roles: ['Team Member'], isDisabled: true }

async function list(page: Page, viewer = una.email) {
  await insertPeople([una, rob, pia, gone])
  await signIn(page, viewer)
  await page.goto(`${agentsScreen}?search=states.example`)
  await expect(page.getByRole('row')).toHaveCount(5)
  await page.waitForLoadState('networkidle')
}

async function newAgent(page: Page) {
  await list(page)
  await page.getByRole('button', { name: 'New service agent' }).click()
  return page.getByRole('dialog', { name: 'New service agent' })
}

async function edit(page: Page) {
  await list(page)
  return actOnAgent(page, rob.name, 'Edit')
}

/** The states of "Service Agents". */
export const agentStates: { name: string; open: (page: Page) => Promise<void> }[] = [
  { name: 'agents', open: (page) => list(page) },
  {
    name: 'agents-out-of-reach',
    open: async (page) => {
      await list(page, pia.email)
      await page.getByRole('button', { name: 'Why Una Sample cannot be changed' }).click()
      await expect(page.getByRole('dialog', { name: 'Out of your reach' })).toBeVisible()
    },
  },
  {
    name: 'agents-no-match',
    open: async (page) => {
      await list(page)
      await page.goto(`${agentsScreen}?search=nothing+like+this`)
      await expect(page.getByRole('button', { name: 'Clear search' })).toBeVisible()
    },
  },
  {
    name: 'agents-new-errors',
    open: async (page) => {
      const dialog = await newAgent(page)
      await dialog.getByRole('button', { name: 'Add service agent' }).click()
      await expect(dialog.getByText('Enter a name.')).toBeVisible()
    },
  },
  {
    name: 'agents-new-password',
    open: async (page) => {
      const dialog = await newAgent(page)
      await dialog.getByRole('tab', { name: 'Password' }).click()
      await dialog.getByRole('button', { name: 'Generate password' }).click()
      await expect(dialog.getByRole('button', { name: 'Copy password' })).toBeVisible()
    },
  },
  {
    name: 'agents-edit-roles',
    open: async (page) => {
      const dialog = await edit(page)
      await toggleRole(dialog, 'Viewer')
      await dialog.getByRole('button', { name: 'What Builder roles allow' }).click()
      await expect(dialog.getByText('Rob Sample can no longer sign in to Builder.')).toBeVisible()
    },
  },
  {
    name: 'agents-conflict',
    open: async (page) => {
      const dialog = await edit(page)
      await dialog.getByLabel('Name').fill('Rob of Una')
      await sql("UPDATE users SET name = 'Rob of somebody else', version = version + 1 WHERE email = $1", [rob.email])
      await dialog.getByRole('button', { name: 'Save changes' }).click()
      await expect(dialog.getByRole('alert')).toBeVisible()
    },
  },
  {
    name: 'agents-disable',
    open: async (page) => {
      await list(page)
      const question = await actOnAgent(page, rob.name, 'Disable')
      await expect(question.getByText('Ends nothing')).toBeVisible()
    },
  },
]
