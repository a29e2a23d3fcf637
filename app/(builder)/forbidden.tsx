import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { PageHeader } from '@/components/page-header'
import { featureLabels } from '@/lib/roles/features'
import { navigation } from './navigation'

export const metadata: Metadata = { title: 'Access option missing' }

/** A page opened without its access option (403): says which one, and who can give it. */
export default async function Forbidden() {
  const path = (await headers()).get('x-path')?.split('?', 1)[0] ?? ''
  const page = navigation.flatMap(({ items }) => items).find(({ href }) => path === href || path.startsWith(`${href}/`))
  if (!page?.feature) return <PageHeader title="Access option missing" note="None of your roles lets you open this page." />
  return (
    <>
      <PageHeader title="Access option missing" note={`None of your roles lets you open ${page.label}.`} />
      <p>
        It takes the access option “{featureLabels[page.feature]}” (<code className="font-mono text-[0.8125rem]">{page.feature}</code>). Ask
        somebody who manages Service Agents for a Builder role that carries it.
      </p>
    </>
  )
}
