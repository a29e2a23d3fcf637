import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { parseTheme } from '@/components/theme'
import { requireUser } from '@/lib/sign-in/current-user'
import { NavigationLinks } from './navigation-links'
import { TopBar } from './top-bar'

/** Builder's shell around every page of signed-in people: top bar, navigation, content. */
export default async function BuilderLayout({ children }: { children: ReactNode }) {
  const user = await requireUser()
  const theme = parseTheme((await cookies()).get('theme')?.value)
  return (
    <>
      <a
        href="#content"
        className="sr-only z-30 rounded-md bg-accent-solid px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <TopBar user={user} theme={theme} />
      <div className="mx-auto flex max-w-[100rem]">
        <aside className="sticky top-13 h-[calc(100dvh-3.25rem)] w-54 shrink-0 overflow-y-auto border-line border-r px-1.5 pt-5 pb-3 max-lg:hidden print:hidden">
          <NavigationLinks features={user.features} />
        </aside>
        <main id="content" tabIndex={-1} className="min-w-0 grow px-4 py-6 outline-none sm:px-6">
          {children}
        </main>
      </div>
    </>
  )
}
