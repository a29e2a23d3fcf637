'use client'

import { useState } from 'react'
import { announce } from '@/components/announcer'
import { PasswordForm } from '../../choose-password/password-form'
import { goToSignIn } from '../go-to-sign-in'

/** "Change password", and what it did. */
export function ChangePassword({ email }: { email: string }) {
  const [done, setDone] = useState<string>()
  function changed(endedSignIns: number) {
    const text = `Password changed. ${endedWords(endedSignIns)}`
    setDone(text)
    announce(text)
  }
  return (
    <div className="grid max-w-md gap-4">
      <PasswordForm
        email={email}
        currentLabel="Current password"
        submitLabel="Change password"
        onChanged={changed}
        onSignedOut={goToSignIn}
      />
      {done && <p className="rounded-md bg-ok-soft px-3 py-2.5 text-ok">{done}</p>}
    </div>
  )
}

function endedWords(endedSignIns: number): string {
  if (endedSignIns === 0) return 'You were signed in nowhere else.'
  return endedSignIns === 1 ? 'Your other sign-in was ended.' : `Your ${endedSignIns} other sign-ins were ended.`
}
