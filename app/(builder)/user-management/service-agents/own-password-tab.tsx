import Link from 'next/link'
import { Note } from '@/components/note'

/** "Password" of the person who is signed in: it is changed elsewhere, where the current one is asked for. */
export function OwnPasswordTab() {
  return (
    <Note>
      This is your own account. Change your password under{' '}
      <Link href="/account" className="text-accent underline">
        My account
      </Link>
      .
    </Note>
  )
}
