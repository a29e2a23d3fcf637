'use client'

import { LoadError } from '@/components/load-error'

/** A page inside the Builder shell that could not be rendered; navigation stays usable around it. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return <LoadError error={error} retry={retry} />
}
