import 'server-only'
import type { Route } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getServerSession } from 'next-auth'
import { cache } from 'react'
import { authOptions } from './auth-options'
import type { SignedInUser } from './check'

export type { SignedInUser }

/** The sign-in behind this request; checked against the database once per request. */
const currentSignIn = cache(async () => getServerSession(await authOptions()))

/** The signed-in person, for pages and layouts. Everybody else goes to the sign-in page, which says why, and comes back to where they were going. */
export async function requireUser(): Promise<SignedInUser> {
  const signIn = await currentSignIn()
  if (signIn?.user) return signIn.user
  const path = (await headers()).get('x-path')
  const query = new URLSearchParams({ ...(signIn?.ended && { reason: signIn.ended }), ...(path && { next: path }) })
  redirect(`/sign-in?${query}` as Route)
}

/**
 * The signed-in person, for server actions; undefined when the sign-in ended or the request comes from elsewhere. Next compares
 * Origin and Host too, but lets requests without an Origin pass.
 */
export async function actionUser(): Promise<SignedInUser | undefined> {
  const sent = await headers()
  const origin = sent.get('origin')
  const host = sent.get('x-forwarded-host') ?? sent.get('host')
  if (!origin || !URL.canParse(origin) || new URL(origin).host !== host) return undefined
  return (await currentSignIn())?.user
}
