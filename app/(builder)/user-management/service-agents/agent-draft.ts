import type { UserDetails } from '@/lib/users/details'
import type { FormErrors } from './form-errors'

/** A service agent while the form is being filled in; a time zone of '' stands for none, a password of '' for the one they have. */
export type AgentDraft = { name: string; email: string; timeZone: string; roleIds: string[]; password: string }

/** What the form shows of a service agent at first; empty for a new one. */
export function draftOf(agent?: UserDetails): AgentDraft {
  const { name = '', email = '', roles = [] } = agent ?? {}
  return { name, email, timeZone: agent?.timeZone ?? '', roleIds: roles.map((role) => role.id), password: '' }
}

/** The fields in which two drafts differ. */
export function differing(a: AgentDraft, b: AgentDraft): (keyof AgentDraft)[] {
  return (Object.keys(a) as (keyof AgentDraft)[]).filter((field) => String([a[field]].flat().sort()) !== String([b[field]].flat().sort()))
}

/** What was typed on top of what is there now: fields that were not touched since `opened` follow `current`. */
export function rebased(draft: AgentDraft, opened: AgentDraft, current: AgentDraft): AgentDraft {
  const touched = differing(draft, opened)
  return { ...current, ...Object.fromEntries(touched.map((field) => [field, draft[field]])) }
}

/** What a draft sends to the server, of the given fields only. */
export function inputOf(draft: AgentDraft, fields: (keyof AgentDraft)[]) {
  const all = { ...draft, timeZone: draft.timeZone || null }
  return Object.fromEntries(fields.map((field) => [field, all[field]]))
}

/** The parts of the form. */
export const agentTabs = ['general', 'access', 'password'] as const

/** One of {@link agentTabs}. */
export type AgentTab = (typeof agentTabs)[number]

const tabOf: Record<keyof FormErrors, AgentTab | undefined> = {
  name: 'general',
  email: 'general',
  timeZone: 'general',
  operationalRoles: 'access',
  builderRoles: 'access',
  password: 'password',
  form: undefined,
}

/** The tabs with something to correct, in order. */
export function tabsWithErrors(errors: FormErrors): AgentTab[] {
  const tabs = (Object.keys(errors) as (keyof FormErrors)[]).filter((field) => errors[field] !== undefined).map((field) => tabOf[field])
  return agentTabs.filter((tab) => tabs.includes(tab))
}
