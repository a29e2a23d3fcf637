'use client'

import { CopyButton } from '@/components/copy-button'
import { tokenPath } from './shown-credential'

/** A ready curl line that requests a token from this server. The secret stays a variable: it must not end up in a shell's history. */
export function TokenRequest({ clientId }: { clientId: string }) {
  const command = [
    `curl '${window.location.origin}${tokenPath}'`,
    `--data-urlencode 'grant_type=client_credentials'`,
    `--data-urlencode 'client_id=${clientId}'`,
    `--data-urlencode "client_secret=$CLIENT_SECRET"`,
  ].join(' \\\n  ')
  return (
    <section aria-labelledby="token-request" className="grid gap-1.5">
      <div className="flex items-center justify-between gap-3">
        <h3 id="token-request" className="font-medium">
          Request a token
        </h3>
        <CopyButton name="Copy curl command" text={command} done="Curl command copied">
          Copy
        </CopyButton>
      </div>
      <pre
        translate="no"
        className="wrap-anywhere whitespace-pre-wrap rounded-md border border-line bg-sunken px-3 py-2.5 font-mono text-xs"
      >
        {command}
      </pre>
      <p className="text-muted text-[0.8125rem]">
        Put the Secret Key into the variable <code className="font-mono">CLIENT_SECRET</code> first.
      </p>
    </section>
  )
}
