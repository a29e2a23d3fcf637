'use client'

import { Sparkles } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/button'
import { CopyButton } from '@/components/copy-button'
import { Note } from '@/components/note'
import { TextField } from '@/components/text-field'
import { generatePassword } from './generate-password'

type PasswordTabProps = {
  value: string
  error: string | undefined
  /** Without it they keep the one they have. */
  isRequired: boolean
  onChange: (password: string) => void
}

/** "Password": typed, or generated and shown once. Whoever it is for must change it when they sign in. */
export function PasswordTab({ value, error, isRequired, onChange }: PasswordTabProps) {
  const [generated, setGenerated] = useState(() => '')
  const isGenerated = value !== '' && value === generated
  function generate() {
    const password = generatePassword()
    setGenerated(password)
    onChange(password)
  }
  return (
    <>
      <TextField
        label={isRequired ? 'Password' : 'New password'}
        type={isGenerated ? 'text' : 'password'}
        hint={isRequired ? 'At least 12 characters.' : 'At least 12 characters. Leave it empty to keep the current one.'}
        value={value}
        onChange={onChange}
        error={error}
        isRequired={isRequired}
        autoComplete="new-password"
        spellCheck="false"
      />
      <div className="flex flex-wrap gap-2">
        <Button size="small" onPress={generate}>
          <Sparkles aria-hidden className="size-4" />
          Generate password
        </Button>
        {isGenerated && (
          <CopyButton name="Copy password" text={value} done="Password copied">
            Copy
          </CopyButton>
        )}
      </div>
      <Note tone={isGenerated ? 'warning' : 'info'}>
        {isGenerated && <p>Copy it now and pass it on safely: it is not shown again once saved.</p>}
        <p>
          It must be changed at the next sign-in.
          {!isRequired && ' Setting a new one ends every sign-in of this person; programs that act for them go on working.'}
        </p>
      </Note>
    </>
  )
}
