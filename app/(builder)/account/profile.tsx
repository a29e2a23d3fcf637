'use client'

import { useState } from 'react'
import { announce } from '@/components/announcer'
import { Button } from '@/components/button'
import { ComboBoxField } from '@/components/combo-box-field'
import { Form } from '@/components/form'
import { InlineAlert } from '@/components/inline-alert'
import { TextField } from '@/components/text-field'
import { useFocusOnErrors } from '@/components/use-focus-on-errors'
import { useSingleFlight } from '@/components/use-single-flight'
import { type FieldErrors, fieldErrors } from '@/lib/field-errors'
import { type OwnAccount, ownAccount } from '@/lib/users/own-account-schema'
import { goToSignIn } from '../go-to-sign-in'
import { changeOwnAccountAction } from './actions'
import type { TimeZoneChoice } from './time-zones'

type ProfileProps = OwnAccount & { email: string; zones: TimeZoneChoice[] }

/** My name and time zone, which I may change, and my e-mail address, which I may not. */
export function Profile({ name, email, timeZone, zones }: ProfileProps) {
  const [draft, setDraft] = useState<OwnAccount>({ name, timeZone })
  const [errors, setErrors] = useState<FieldErrors<keyof OwnAccount> & { form?: string }>({})
  const form = useFocusOnErrors(errors)
  const [isSaved, setSaved] = useState(false)
  const [save, isPending] = useSingleFlight(async () => {
    const parsed = ownAccount.safeParse(draft)
    if (!parsed.success) return setErrors(fieldErrors(parsed.error))
    setErrors({})
    const result = await changeOwnAccountAction(parsed.data).catch(() => null)
    if (!result) return setErrors({ form: 'The server did not answer. Try again.' })
    if (result.ok) {
      setDraft(parsed.data)
      setSaved(true)
      return announce('Profile saved')
    }
    if (result.reason === 'signed-out') return goToSignIn()
    setErrors(result.reason === 'invalid' ? result.fieldErrors : { form: 'You may not change this.' })
  })
  function change(changed: Partial<OwnAccount>) {
    setDraft({ ...draft, ...changed })
    setErrors({})
    setSaved(false)
  }
  return (
    <Form ref={form} className="grid max-w-md gap-4" onSubmit={save}>
      <TextField
        label="Name"
        autoComplete="name"
        value={draft.name}
        onChange={(value) => change({ name: value })}
        error={errors.name}
        isRequired
      />
      <dl>
        <dt className="font-medium">Email</dt>
        <dd className="wrap-anywhere">{email}</dd>
        <dd className="text-muted text-[0.8125rem]">You sign in with it. To change it, ask somebody who manages Service Agents.</dd>
      </dl>
      <ComboBoxField
        label="Time zone"
        hint="Times are shown in it, and expiry dates you choose from now on end with the day there. Dates you have chosen do not move."
        value={draft.timeZone}
        options={zones}
        onChange={(value) => change({ timeZone: value })}
        error={errors.timeZone}
      />
      {errors.form && <InlineAlert>{errors.form}</InlineAlert>}
      <div className="flex items-center gap-3">
        <Button type="submit" tone="primary" isPending={isPending}>
          Save changes
        </Button>
        {isSaved && <span className="text-ok">Saved</span>}
      </div>
    </Form>
  )
}
