import { CircleUserRound } from 'lucide-react'
import Link from 'next/link'
import { Suspense } from 'react'
import { buttonStyle } from '@/components/button-style'
import type { Theme } from '@/components/theme'
import { ThemeMenu } from '@/components/theme-menu'
import type { SignedInUser } from '@/lib/sign-in/current-user'
import { MyNotices } from './my-notices'
import { NavigationDrawer } from './navigation-drawer'
import { NoticesBell } from './notices-bell'
import { SignOutButton } from './sign-out-button'

type TopBarProps = { user: SignedInUser; theme: Theme }

/** The bar across every Builder page: where I am, what I should know, who I am, theme, sign out. */
export function TopBar({ user, theme }: TopBarProps) {
  const { name, email, features } = user
  return (
    <header className="sticky top-0 z-20 flex h-13 items-center gap-2 bg-bar px-3 text-on-bar max-sm:gap-1 max-sm:px-2 lg:px-5 forced-colors:border-b print:hidden">
      <NavigationDrawer name={name} email={email} features={features} />
      <Link href="/" className="flex items-center gap-2.5 rounded-md font-semibold text-base tracking-tight focus-visible:outline-on-bar">
        <span aria-hidden className="grid size-7 place-items-center rounded-md bg-on-bar font-bold text-bar text-sm">
          B
        </span>
        Builder
      </Link>
      <p className="ml-auto min-w-0 text-right leading-tight max-md:hidden">
        <span className="block truncate font-medium">{name}</span>
        <span className="block truncate text-on-bar-muted text-xs">{email}</span>
      </p>
      <div className="flex items-center gap-1 max-md:ml-auto md:ml-2">
        {/* No page waits for it. */}
        <Suspense fallback={<NoticesBell initial={[]} />}>
          <MyNotices userId={user.id} />
        </Suspense>
        <Link
          href="/account"
          aria-label="My account"
          className={buttonStyle({ tone: 'bar', size: 'small', className: 'focus-visible:outline-on-bar' })}
        >
          <CircleUserRound aria-hidden className="size-4" />
          <span className="max-lg:hidden">My account</span>
        </Link>
        <ThemeMenu initial={theme} onBar />
        <SignOutButton />
      </div>
    </header>
  )
}
