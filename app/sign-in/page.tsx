import type { Metadata } from 'next'
import { Note } from '@/components/note'
import { reasonText } from './reason-text'
import { SignInForm } from './sign-in-form'

export const metadata: Metadata = { title: 'Sign in' }

/** "Sign in to Builder": `?reason=` says why a person is here, `?next=` where they were going. */
export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { reason, next } = await searchParams
  const explanation = reasonText(reason)
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center p-4">
      <div className="grid gap-6 rounded-xl border border-line bg-surface p-6 shadow-raised sm:p-8">
        <div className="grid gap-1">
          <p aria-hidden className="mb-3 grid size-9 place-items-center rounded-lg bg-bar font-bold text-lg text-on-bar">
            B
          </p>
          <h1 className="font-semibold text-xl tracking-tight">Sign in to Builder</h1>
          <p className="text-muted">Use the account your administrator gave you.</p>
        </div>
        {explanation && <Note>{explanation}</Note>}
        <SignInForm next={typeof next === 'string' ? next : undefined} />
      </div>
    </main>
  )
}
