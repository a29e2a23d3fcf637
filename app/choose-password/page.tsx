import type { Metadata, Route } from 'next'
import { redirect } from 'next/navigation'
import { requirePasswordChange } from '@/lib/sign-in/current-user'
import { SignOutButton } from '../(builder)/sign-out-button'
import { landingPath } from '../sign-in/landing-path'
import { ChoosePasswordForm } from './choose-password-form'

export const metadata: Metadata = { title: 'Choose a new password' }

/** "Choose a new password": all that a person sees whose password somebody else knows. `?next=` says where they were going. */
export default async function ChoosePasswordPage({ searchParams }: PageProps<'/choose-password'>) {
  const { next } = await searchParams
  const goingTo = typeof next === 'string' ? next : undefined
  const user = await requirePasswordChange()
  if (!user) redirect(landingPath(goingTo) as Route)
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center p-4">
      <div className="grid gap-6 rounded-xl border border-line bg-surface p-6 shadow-raised sm:p-8">
        <div className="grid gap-1">
          <p aria-hidden className="mb-3 grid size-9 place-items-center rounded-lg bg-bar font-bold text-lg text-on-bar">
            B
          </p>
          <h1 className="font-semibold text-xl tracking-tight">Choose a new password</h1>
          <p className="text-muted">
            You are signed in as {user.email}. The password you were given was made by somebody else: choose one that only you know. Builder
            opens once you have.
          </p>
        </div>
        <ChoosePasswordForm email={user.email} next={goingTo} />
        <p className="border-line border-t pt-3">
          <SignOutButton tone="quiet" />
        </p>
      </div>
    </main>
  )
}
