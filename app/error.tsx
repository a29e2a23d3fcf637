'use client'

import { LoadError } from '@/components/load-error'

/** A page outside the Builder shell that could not be rendered. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center p-6">
      <LoadError error={error} retry={retry} />
    </main>
  )
}
