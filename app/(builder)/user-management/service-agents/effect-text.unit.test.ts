import { expect, test } from 'vitest'
import { disableText, roleChangeText } from './effect-text'

const nothing = {
  liveSessions: 0,
  signIns: 0,
  losingOperational: 0,
  losingBuilder: 0,
  losingTokens: 0,
  regaining: 0,
  losesBuilder: false,
}

test.each([
  [{ liveSessions: 3, losingBuilder: 2, signIns: 1 }, 'Ends 3 live sessions; 2 credentials lose Builder access; Jane is signed out.'],
  [{ liveSessions: 1, signIns: 2 }, 'Ends 1 live session; Jane is signed out.'],
  [
    { losingOperational: 1, losingTokens: 1, losesBuilder: true },
    '1 credential loses Operational access; 1 credential gets no token any more; Jane can no longer sign in to Builder.',
  ],
  [{ regaining: 1_200 }, '1,200 credentials get back a role that was removed.'],
  [{}, 'Ends nothing: Jane is not signed in and no program acts for them at the moment.'],
])('before a role change: %j', (effect, text) => {
  expect(roleChangeText('Jane', false, { ...nothing, ...effect })).toBe(text)
})

test('an administrator who edits their own roles is told they will be signed out', () => {
  expect(roleChangeText('Jane', true, { ...nothing, signIns: 1 })).toBe('You are signed out.')
})

test.each([
  [
    { liveSessions: 2, signIns: 1, credentials: 3 },
    'Ends 2 live sessions and signs Jane out; their 3 credentials get no new tokens until they are enabled again.',
  ],
  [{ liveSessions: 0, signIns: 1, credentials: 0 }, 'Signs Jane out.'],
  [
    { liveSessions: 0, signIns: 0, credentials: 1 },
    'Ends nothing: Jane is not signed in and no program acts for them at the moment; their 1 credential gets no new tokens until they are enabled again.',
  ],
])('before disabling: %j', (effect, text) => {
  expect(disableText('Jane', effect)).toBe(text)
})
