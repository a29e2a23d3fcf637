'use client'

import { signIn } from 'next-auth/react'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { InlineAlert } from '@/components/inline-alert'
import { TextField } from '@/components/text-field'
import { useSingleFlight } from '@/components/use-single-flight'
import { landingPath } from './landing-path'

const errorTexts: Record<string, string> = {
  CredentialsSignin: 'The email or the password is wrong.',
  'no-builder-role': 'Your account has no Builder role, so it cannot sign in here. Ask an administrator for one.',
  disabled: 'Your account has been disabled. Ask an administrator if you need it back.',
  'too-many-attempts': 'Too many attempts. Wait a few minutes and try again.',
  busy: 'The server is busy. Try again in a few seconds.',
}

/** next-auth sends whoever comes with another token than their cookie's to a page that would fetch a new one. */
const isUnseen = (result: { url: string | null } | undefined) => result?.url?.includes('csrf=true') === true

/** Email, password and the button "Sign in". `next` is the path the person was going to. */
export function SignInForm({ next }: { next: string | undefined }) {
  const [error, setError] = useState<string>()
  const [submit, isPending] = useSingleFlight(async (form: FormData) => {
    setError(undefined)
    const send = () =>
      signIn('credentials', {
        email: String(form.get('email')),
        password: String(form.get('password')),
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        redirect: false,
      }).catch(() => undefined)
    const first = await send()
    // Another tab was given another token meanwhile: nothing was looked at, though the answer is 200.
    const result = isUnseen(first) ? await send() : first
    // A full load, so that the server renders everything for the person who has just signed in.
    if (result?.ok && !result.error && !isUnseen(result)) location.assign(landingPath(next))
    else setError(errorTexts[result?.error ?? ''] ?? 'Could not sign you in. Try again in a moment.')
  })

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    submit(new FormData(event.currentTarget))
  }

  return (
    // Posting keeps the password out of the address if the form is sent before the page is interactive.
    <form method="post" onSubmit={onSubmit} className="grid gap-4">
      <TextField label="Email" name="email" type="email" autoComplete="username" isRequired />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" isRequired />
      {error && <InlineAlert>{error}</InlineAlert>}
      <Button type="submit" tone="primary" isPending={isPending}>
        Sign in
      </Button>
    </form>
  )
}
