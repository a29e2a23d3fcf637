import type { Metadata } from 'next'
import Link from 'next/link'
import { buttonStyle } from '@/components/button-style'

export const metadata: Metadata = { title: 'Page not found' }

/** Any address that leads nowhere. */
export default function NotFound() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center gap-3 p-6">
      <p className="font-medium text-muted">404</p>
      <h1 className="font-semibold text-2xl">Page not found</h1>
      <p className="text-muted">The address may be mistyped, or what it showed was removed.</p>
      <Link
        href="/user-management/application-credentials"
        className={buttonStyle({ tone: 'primary', className: 'mt-2 justify-self-start' })}
      >
        Go to Application Credentials
      </Link>
    </main>
  )
}
