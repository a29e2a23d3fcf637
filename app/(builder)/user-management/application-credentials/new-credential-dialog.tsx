'use client'

import { useState } from 'react'
import { Button } from '@/components/button'
import { Dialog, DialogAlert, DialogBody, DialogFooter } from '@/components/dialog'
import { DiscardAlert } from '@/components/discard-alert'
import { Form } from '@/components/form'
import { useFocusOnErrors } from '@/components/use-focus-on-errors'
import { useSingleFlight } from '@/components/use-single-flight'
import { addDays, todayIn } from '@/lib/credentials/expiry'
import { createCredentialInput, credentialName } from '@/lib/credentials/schema'
import { fieldErrors } from '@/lib/field-errors'
import type { HeldRole } from '@/lib/roles/held-roles'
import { goToSignIn } from '../../go-to-sign-in'
import { AccessSummary } from './access-summary'
import { createCredentialAction } from './actions'
import { type FormErrors, formErrors, tooLate } from './form-errors'
import { type CredentialDraft, NewCredentialFields } from './new-credential-fields'
import { OneTimeSecret, oneTimeSecretTitle } from './one-time-secret'
import { noRole } from './role-field'
import { useOneTimeSecret } from './use-one-time-secret'

type NewCredentialDialogProps = { roles: HeldRole[]; timeZone: string; maxLifetimeDays: number | null; onClose: () => void }

/** "New application credential": asks for name, expiry and roles, then shows the generated key, in one dialog. */
export function NewCredentialDialog({ roles, timeZone, maxLifetimeDays, onClose }: NewCredentialDialogProps) {
  const [blank] = useState(() => blankDraft(roles))
  const [draft, setDraft] = useState(blank)
  const [today] = useState(() => todayIn(timeZone, new Date()))
  const latest = maxLifetimeDays === null ? undefined : addDays(today, maxLifetimeDays)
  const [errors, setErrors] = useState<FormErrors>({})
  const form = useFocusOnErrors(errors)
  const [isDiscarding, setDiscarding] = useState(false)
  const [generate, isPending] = useSingleFlight(generateKey)
  const secret = useOneTimeSecret(isPending, onClose)
  const chosen = roles.filter((role) => role.id === draft.operationalRoleId || role.id === draft.builderRoleId)
  const isAllowed = draft.expiresOn !== null && draft.expiresOn >= today && (!latest || draft.expiresOn <= latest)

  async function generateKey() {
    const parsed = createCredentialInput.safeParse({ ...draft, builderRoleId: draft.builderRoleId === noRole ? null : draft.builderRoleId })
    if (!parsed.success) return setErrors(fieldErrors(parsed.error))
    if (parsed.data.expiresOn < todayIn(timeZone, new Date())) return setErrors({ expiresOn: 'Choose today or a later date.' })
    if (latest && parsed.data.expiresOn > latest) return setErrors({ expiresOn: tooLate(latest) })
    setErrors({})
    const result = await createCredentialAction(parsed.data).catch(() => null)
    if (!result) return setErrors({ form: 'The server did not answer. Look at the list before you try again: it may have been created.' })
    if (result.ok) return secret.show(result)
    if (result.reason === 'signed-out') return goToSignIn()
    setErrors(formErrors(result))
  }

  function change(changed: Partial<CredentialDraft>) {
    setDraft({ ...draft, ...changed })
    setErrors(Object.fromEntries(Object.entries(errors).filter(([field]) => !(field in changed))))
  }

  function dismiss() {
    // Once the request is on its way its answer must be waited for: it may carry the only copy of the secret.
    if (isPending) return
    if (isSame(draft, blank)) onClose()
    else setDiscarding(true)
  }

  if (secret.issued) {
    return (
      <Dialog key="dialog" title={oneTimeSecretTitle} onDismiss={secret.leave}>
        <OneTimeSecret control={secret} issued={secret.issued} name={credentialName.parse(draft.name)} />
      </Dialog>
    )
  }
  return (
    <Dialog key="dialog" title="New application credential" onDismiss={dismiss}>
      <Form ref={form} className="flex min-h-0 grow flex-col" onSubmit={generate}>
        <DialogBody>
          <NewCredentialFields
            draft={draft}
            errors={errors}
            roles={roles}
            today={today}
            latest={latest}
            timeZone={timeZone}
            onChange={change}
          />
        </DialogBody>
        {errors.form && <DialogAlert>{errors.form}</DialogAlert>}
        <AccessSummary roles={chosen.map((role) => role.name)} expiresOn={isAllowed ? draft.expiresOn : null} timeZone={timeZone} />
        <DialogFooter>
          <Button onPress={dismiss}>Cancel</Button>
          <Button type="submit" tone="primary" isPending={isPending}>
            Generate key
          </Button>
        </DialogFooter>
      </Form>
      {isDiscarding && <DiscardAlert onKeep={() => setDiscarding(false)} onDiscard={onClose} />}
    </Dialog>
  )
}

function blankDraft(roles: HeldRole[]): CredentialDraft {
  const operational = roles.filter((role) => role.kind === 'OPERATIONAL')
  return { name: '', expiresOn: null, operationalRoleId: (operational.length === 1 && operational[0]?.id) || '', builderRoleId: noRole }
}

function isSame(a: CredentialDraft, b: CredentialDraft): boolean {
  return (
    a.name === b.name && a.expiresOn === b.expiresOn && a.operationalRoleId === b.operationalRoleId && a.builderRoleId === b.builderRoleId
  )
}
