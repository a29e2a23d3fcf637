import '@fontsource-variable/inter/wght.css'
import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { parseTheme } from '@/components/theme'
import { CspNonce } from './csp-nonce'
import './globals.css'
import { Providers } from './providers'

export const metadata: Metadata = {
  title: { default: 'Builder', template: '%s – Builder' },
  robots: { index: false, follow: false },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

/** The document. The theme comes from a cookie, so the first paint is already right and needs no script. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page is personal and rendered per request; a prerendered one could not carry a content-security-policy nonce.
  const nonce = (await headers()).get('x-nonce') ?? undefined
  const theme = parseTheme((await cookies()).get('theme')?.value)
  return (
    <html lang="en-GB" data-theme={theme === 'system' ? undefined : theme}>
      <body className="antialiased">
        <CspNonce nonce={nonce} />
        <Providers>{children}</Providers>
      </body>
    </html>
  )
}
