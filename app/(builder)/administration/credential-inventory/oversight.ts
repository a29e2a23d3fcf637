import type { OverseenCredential } from '@/lib/credentials/oversee'
import { disableCredentialAction, enableCredentialAction, endOverseenSessionsAction } from './actions'

/** What can be done to somebody's credential; each is confirmed first. */
export type OversightAction = 'disable' | 'enable' | 'end-sessions'

type Words = {
  title: string
  confirmLabel: string
  tone: 'primary' | 'danger'
  /** What it will do, in a sentence each. */
  effects: (credential: OverseenCredential, isMine: boolean) => string[]
  run: (id: string) => Promise<{ ok: true; ended?: number } | { ok: false; reason: string }>
  done: (name: string, ended: number) => string
}

const sessions = (count: number) => (count === 1 ? '1 live session' : `${count} live sessions`)
const ends = ({ liveSessions }: OverseenCredential) =>
  liveSessions === 0 ? 'No session is live at the moment.' : `Ends ${sessions(liveSessions)} at once, for good.`

/** The confirmations: what they ask, what they say will happen, what they call and what is announced then. */
export const oversight: Record<OversightAction, Words> = {
  disable: {
    title: 'Disable credential',
    confirmLabel: 'Disable',
    tone: 'danger',
    effects: (credential, isMine) => [
      ends(credential),
      'It gets no new tokens until it is enabled again.',
      isMine ? 'Your own list shows that you disabled it.' : `${credential.owner.name} sees that you disabled it.`,
    ],
    run: disableCredentialAction,
    done: (name, ended) => `${name} disabled, ${sessions(ended)} ended`,
  },
  enable: {
    title: 'Enable credential',
    confirmLabel: 'Enable',
    tone: 'primary',
    effects: () => ['Programs that have its Secret Key can get new tokens again.', 'Tokens that have ended stay ended.'],
    run: enableCredentialAction,
    done: (name) => `${name} enabled`,
  },
  'end-sessions': {
    title: 'End all sessions',
    confirmLabel: 'End all sessions',
    tone: 'danger',
    effects: (credential) => [
      ends(credential),
      credential.disabledAt
        ? 'It is disabled and gets no new tokens.'
        : 'Programs that have its Secret Key can get new tokens at once; to stop them too, disable it.',
    ],
    run: endOverseenSessionsAction,
    done: (name, ended) => `${sessions(ended)} of ${name} ended`,
  },
}

/** Why nothing was done, in words; undefined when it was so already, which is as good. */
export function oversightProblem(reason: string): string | undefined {
  if (reason === 'already-disabled' || reason === 'not-disabled') return undefined
  if (reason === 'not-found') return 'Its owner has deleted this credential meanwhile.'
  if (reason === 'forbidden') return 'You may no longer oversee credentials.'
  return 'Nothing was changed. Try again.'
}
