import 'server-only'
import type { Route } from 'next'
import { cookies, headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { cache } from 'react'
import { clientAddress } from '@/lib/client-address'
import { isOwnOrigin } from '@/lib/own-origin'
import type { Feature } from '@/lib/roles/features'
import { sessionOf } from './ask-next-auth'
import type { SignedInUser } from './check'

export type { SignedInUser }

/** The sign-in behind this request; checked against the database once per request. */
const currentSignIn = cache(async () => sessionOf((await cookies()).getAll()))

/** A signed-in person who does something, and the IP address they do it from. */
export type ActingUser = SignedInUser & { address?: string }

/**
 * The signed-in person, for pages and layouts. Everybody else goes to the sign-in page, which says why, and comes back to where
 * they were going; who has to choose another password goes there first; who lacks the access option `feature` gets the page that
 * says so (403).
 */
export async function requireUser(feature?: Feature): Promise<SignedInUser> {
  const signIn = await currentSignIn()
  if (signIn?.user) return !feature || signIn.user.features.includes(feature) ? signIn.user : forbidden()
  const path = (await headers()).get('x-path')
  const next = path && { next: path }
  if (signIn?.mustChangePassword) redirect(`/choose-password?${new URLSearchParams({ ...next })}` as Route)
  redirect(`/sign-in?${new URLSearchParams({ ...(signIn?.ended && { reason: signIn.ended }), ...next })}` as Route)
}

/** The person who has to choose another password, for the page where they do; undefined for one who need not. */
export async function requirePasswordChange(): Promise<SignedInUser | undefined> {
  const signIn = await currentSignIn()
  return signIn?.mustChangePassword ?? (await requireUser().then(() => undefined))
}

/**
 * The signed-in person, for server actions; undefined when the sign-in ended, when they have to choose another password first, or
 * when the request comes from elsewhere. Next compares Origin and Host too, but lets requests without an Origin pass.
 */
export async function actionUser(): Promise<ActingUser | undefined> {
  return settled(await actingSignIn())
}

/** Like {@link actionUser}, for what a page asks by itself from time to time: an open page nobody looks at still idles out. */
export async function backgroundUser(): Promise<ActingUser | undefined> {
  return settled(await actingSignIn(async () => sessionOf((await cookies()).getAll(), { countsAsUse: false })))
}

/** Somebody at one of their sign-ins, who may have to choose another password before anything else. */
export type ActingSignIn = { user: ActingUser; signInId: string; mustChangePassword: boolean }

/** Like {@link actionUser}, and which of their sign-ins it is; also for those who have to choose another password first. */
export async function actingSignIn(readSignIn = currentSignIn): Promise<ActingSignIn | undefined> {
  const sent = await headers()
  const origin = sent.get('origin')
  if (!origin || !isOwnOrigin(origin, sent.get('host') ?? undefined, sent.get('x-forwarded-host') ?? undefined)) return undefined
  const signIn = await readSignIn()
  const user = signIn?.user ?? signIn?.mustChangePassword
  if (!user || !signIn?.signInId) return undefined
  return { user: { ...user, address: clientAddress(sent) }, signInId: signIn.signInId, mustChangePassword: !signIn.user }
}

const settled = (acting: ActingSignIn | undefined) => (acting?.mustChangePassword ? undefined : acting?.user)

/** Why an action did nothing at all: nobody is signed in, or they lack the access option it takes. */
export type NotPermitted = { ok: false; reason: 'signed-out' | 'forbidden' }

/** Like {@link actionUser}, for actions that take an access option. */
export async function permittedUser(feature: Feature): Promise<{ ok: true; user: ActingUser } | NotPermitted> {
  const user = await actionUser()
  if (!user) return { ok: false, reason: 'signed-out' }
  return user.features.includes(feature) ? { ok: true, user } : { ok: false, reason: 'forbidden' }
}
