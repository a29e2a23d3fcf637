'use client'

import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { I18nProvider, RouterProvider } from 'react-aria-components'
import { Announcer } from '@/components/announcer'

/** What every page needs around it in the browser: one locale, client-side links, and the live regions. */
export function Providers({ children }: { children: ReactNode }) {
  const router = useRouter()
  return (
    <I18nProvider locale="en-GB">
      <RouterProvider navigate={(path) => router.push(path as Route)}>
        {children}
        <Announcer />
      </RouterProvider>
    </I18nProvider>
  )
}
