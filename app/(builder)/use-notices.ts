import { usePathname } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import { announce } from '@/components/announcer'
import type { Notice } from '@/lib/notices/list'
import { expiresWords } from '@/lib/notices/words'
import { markNoticesReadAction, noticesAction } from './notices-actions'

const everyMs = 60_000

/**
 * My notices, kept up to date while the page is open and in view: once a minute, when the window gets focus, and after a move to
 * another page. New ones are announced.
 */
export function useNotices(initial: Notice[]): { notices: Notice[]; markRead: (ids: string[]) => void } {
  const [notices, setNotices] = useState(initial)
  const known = useRef(new Set(initial.map(({ id }) => id)))
  const path = usePathname()
  const pathAsked = useRef(path)

  const ask = useCallback(async () => {
    if (document.visibilityState === 'hidden') return
    const result = await noticesAction().catch(() => null)
    // What comes of an ended sign-in is for the next thing that is done here; this must not take anything away.
    if (!result?.ok) return
    const fresh = result.notices.filter(({ id, isRead }) => !isRead && !known.current.has(id))
    for (const { id } of fresh) known.current.add(id)
    setNotices(result.notices)
    const [first] = fresh
    if (first) announce(fresh.length === 1 ? `New notice: ${noticeText(first, new Date())}` : `${fresh.length} new notices`)
  }, [])

  useEffect(() => {
    const timer = setInterval(ask, everyMs)
    addEventListener('focus', ask)
    return () => {
      clearInterval(timer)
      removeEventListener('focus', ask)
    }
  }, [ask])
  useEffect(() => {
    if (pathAsked.current !== path) ask()
    pathAsked.current = path
  }, [path, ask])

  const markRead = useCallback((ids: string[]) => {
    setNotices((current) => current.map((notice) => (ids.includes(notice.id) ? { ...notice, isRead: true } : notice)))
    // If it is not stored they are unread again at the next look.
    markNoticesReadAction(ids).catch(() => null)
  }, [])
  return { notices, markRead }
}

/** A notice in one line: "Nightly export expires in 3 days, on 31 Dec 2026". */
export function noticeText({ credentialName, expiresOn, expiresZone }: Notice, now: Date): string {
  return `${credentialName} ${expiresWords(expiresOn, expiresZone, now)}`
}
