'use client'

import { LogOut } from 'lucide-react'
import { signOut } from 'next-auth/react'
import { Button } from '@/components/button'
import { useSingleFlight } from '@/components/use-single-flight'

/** Ends the sign-in on the server and shows the sign-in page. */
export function SignOutButton({ tone = 'bar' }: { tone?: 'bar' | 'quiet' }) {
  const [leave, isPending] = useSingleFlight(async () => {
    const isOver = await signOut({ redirect: false }).then(
      () => true,
      () => false,
    )
    // A full load drops everything this page holds of the person who left. Who could not be signed out sees what keeps the server from it.
    if (isOver) location.assign('/sign-in?reason=signed-out')
    else location.reload()
  })
  return (
    <Button tone={tone} size="small" isPending={isPending} onPress={leave}>
      <LogOut aria-hidden className="size-4" />
      {/* On a phone the bar has room for the icon only. */}
      <span className={tone === 'bar' ? 'max-sm:sr-only' : undefined}>Sign out</span>
    </Button>
  )
}
