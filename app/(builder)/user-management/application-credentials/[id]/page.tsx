import { ArrowLeft } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { CredentialDetails } from './credential-details'
import { loadDetails } from './load-details'

type DetailsPageProps = PageProps<'/user-management/application-credentials/[id]'>

/** The credential's name as the page's title. */
export async function generateMetadata({ params }: DetailsPageProps): Promise<Metadata> {
  const { credential } = await loadDetails((await params).id)
  return { title: credential.name }
}

/** "Details and activity" opened directly or reloaded: a page of its own. Another person's credential is 404, like one that never was. */
export default async function CredentialPage({ params }: DetailsPageProps) {
  const details = await loadDetails((await params).id)
  return (
    <article className="max-w-5xl">
      <Link
        href="/user-management/application-credentials"
        className="-ml-1 inline-flex min-h-8 items-center gap-1.5 rounded px-1 text-accent hover:underline"
      >
        <ArrowLeft aria-hidden className="size-4" />
        Application Credentials
      </Link>
      <h1 className="mt-2 mb-5">
        <span className="block text-muted text-xs">Details and activity </span>
        <span className="wrap-anywhere block font-semibold text-xl tracking-tight">{details.credential.name}</span>
      </h1>
      <CredentialDetails {...details} />
    </article>
  )
}
