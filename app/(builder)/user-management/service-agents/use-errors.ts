import { useState } from 'react'
import type { AgentDraft } from './agent-draft'
import type { FormErrors } from './form-errors'

/** What was wrong with the form when it was last sent. */
export type Verdict = {
  errors: FormErrors /** Raised whenever it is sent, so that focus moves then and not while somebody is correcting. */
  attempt: number
}

/** The verdict, how to pass one, and how to forget what was wrong with fields that are being corrected. */
export function useErrors(): [Verdict, (errors: FormErrors) => void, (changed: Partial<AgentDraft>) => void] {
  const [verdict, setVerdict] = useState<Verdict>({ errors: {}, attempt: 0 })
  function forget({ roleIds, ...fields }: Partial<AgentDraft>) {
    const corrected = [...Object.keys(fields), ...(roleIds ? ['operationalRoles', 'builderRoles'] : [])]
    const left = Object.entries(verdict.errors).filter(([field]) => !corrected.includes(field))
    setVerdict({ ...verdict, errors: Object.fromEntries(left) })
  }
  return [verdict, (errors) => setVerdict(({ attempt }) => ({ errors, attempt: attempt + 1 })), forget]
}
