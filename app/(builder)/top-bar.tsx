import Link from 'next/link'
import type { Theme } from '@/components/theme'
import { ThemeMenu } from '@/components/theme-menu'
import { NavigationDrawer } from './navigation-drawer'
import { SignOutButton } from './sign-out-button'

/** The bar across every Builder page: where I am, who I am, theme, sign out. */
export function TopBar({ name, email, theme }: { name: string; email: string; theme: Theme }) {
  return (
    <header className="sticky top-0 z-20 flex h-13 items-center gap-2 bg-bar px-3 text-on-bar lg:px-5 forced-colors:border-b print:hidden">
      <NavigationDrawer name={name} email={email} />
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
        <ThemeMenu initial={theme} onBar />
        <SignOutButton />
      </div>
    </header>
  )
}
