'use client'

import { useState } from 'react'

/**
 * Tells libraries that add styles in the browser the nonce of the document. It stays the first one: later renders of the layout come
 * with nonces of their own requests, but the browser goes by the policy the document was loaded with.
 */
export function CspNonce({ nonce }: { nonce: string | undefined }) {
  const [first] = useState(nonce)
  // Browsers hide a nonce from scripts that read attributes, so what React compares it with is empty.
  return <meta property="csp-nonce" nonce={first} suppressHydrationWarning />
}
