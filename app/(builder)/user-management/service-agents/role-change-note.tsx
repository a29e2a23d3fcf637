'use client'

import { useEffect, useState } from 'react'
import type { UserDetails } from '@/lib/users/details'
import { goToSignIn } from '../../go-to-sign-in'
import { previewRoleChangeAction } from './actions'
import { roleChangeText } from './effect-text'

type RoleChangeNoteProps = { agent: UserDetails; roleIds: string[]; isChanged: boolean; isSelf: boolean }

const pauseMs = 150

/** While the chosen roles differ from those held: what saving does, asked of the server. */
export function RoleChangeNote({ agent, roleIds, isChanged, isSelf }: RoleChangeNoteProps) {
  const [text, setText] = useState('')
  const chosen = roleIds.toSorted().join(' ')
  useEffect(() => {
    if (!isChanged) return setText('')
    let isCurrent = true
    const timer = setTimeout(async () => {
      const preview = await previewRoleChangeAction(agent.id, chosen === '' ? [] : chosen.split(' ')).catch(() => null)
      if (!isCurrent) return
      if (!preview) return setText('What this does could not be found out.')
      if (!preview.ok && preview.reason === 'signed-out') return goToSignIn()
      setText(preview.ok && preview.effect ? roleChangeText(agent.name, isSelf, preview.effect) : '')
    }, pauseMs)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [agent.id, agent.name, chosen, isChanged, isSelf])
  return (
    <p aria-live="polite" className={text ? 'wrap-anywhere shrink-0 border-line border-t bg-warn-soft px-5 py-2.5 text-warn' : 'sr-only'}>
      {text}
    </p>
  )
}
