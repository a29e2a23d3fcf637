import 'server-only'
import type { Route } from 'next'
import { headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { getServerSession } from 'next-auth'
import { cache } from 'react'
import { clientAddress } from '@/lib/client-address'
import type { Feature } from '@/lib/roles/features'
import { authOptions } from './auth-options'
import type { SignedInUser } from './check'

export type { SignedInUser }

/** The sign-in behind this request; checked against the database once per request. */
const currentSignIn = cache(async () => getServerSession(await authOptions()))

/** A signed-in person who does something, and the IP address they do it from. */
export type ActingUser = SignedInUser & { address?: string }

/**
 * The signed-in person, for pages and layouts. Everybody else goes to the sign-in page, which says why, and comes back to where
 * they were going; who lacks the access option `feature` gets the page that says so (403).
 */
export async function requireUser(feature?: Feature): Promise<SignedInUser> {
  const signIn = await currentSignIn()
  if (signIn?.user) return !feature || signIn.user.features.includes(feature) ? signIn.user : forbidden()
  const path = (await headers()).get('x-path')
  const query = new URLSearchParams({ ...(signIn?.ended && { reason: signIn.ended }), ...(path && { next: path }) })
  redirect(`/sign-in?${query}` as Route)
}

/**
 * The signed-in person, for server actions; undefined when the sign-in ended or the request comes from elsewhere. Next compares
 * Origin and Host too, but lets requests without an Origin pass.
 */
export async function actionUser(): Promise<ActingUser | undefined> {
  const sent = await headers()
  const origin = sent.get('origin')
  const host = sent.get('x-forwarded-host') ?? sent.get('host')
  if (!origin || !URL.canParse(origin) || new URL(origin).host !== host) return undefined
  const user = (await currentSignIn())?.user
  return user && { ...user, address: clientAddress(sent) }
}

/** Why an action did nothing at all: nobody is signed in, or they lack the access option it takes. */
export type NotPermitted = { ok: false; reason: 'signed-out' | 'forbidden' }

/** Like {@link actionUser}, for actions that take an access option. */
export async function permittedUser(feature: Feature): Promise<{ ok: true; user: ActingUser } | NotPermitted> {
  const user = await actionUser()
  if (!user) return { ok: false, reason: 'signed-out' }
  return user.features.includes(feature) ? { ok: true, user } : { ok: false, reason: 'forbidden' }
}
