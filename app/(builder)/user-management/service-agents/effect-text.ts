import type { DisableEffect, RoleChangeEffect } from '@/lib/users/preview'

/** "Ends 3 live sessions; 2 credentials lose Builder access; Jane is signed out." */
export function roleChangeText(name: string, isSelf: boolean, effect: RoleChangeEffect): string {
  const who = isSelf ? 'you' : name
  const are = isSelf ? 'are' : 'is'
  const parts = [
    effect.liveSessions > 0 && `ends ${counted(effect.liveSessions, 'live session')}`,
    effect.losingOperational > 0 && `${credentials(effect.losingOperational, 'loses', 'lose')} Operational access`,
    effect.losingBuilder > 0 && `${credentials(effect.losingBuilder, 'loses', 'lose')} Builder access`,
    effect.losingTokens > 0 && `${credentials(effect.losingTokens, 'gets', 'get')} no token any more`,
    effect.regaining > 0 && `${credentials(effect.regaining, 'gets', 'get')} back a role that was removed`,
    effect.signIns > 0 && `${who} ${are} signed out`,
    effect.losesBuilder && `${who} can no longer sign in to Builder`,
  ].filter((part) => part !== false)
  if (parts.length === 0)
    return `Ends nothing: ${who} ${are} not signed in and no program acts for ${isSelf ? 'you' : 'them'} at the moment.`
  return sentence(parts)
}

/** What the confirmation of "Disable" says comes of it. */
export function disableText(name: string, effect: DisableEffect): string {
  const ends = [
    effect.liveSessions > 0 && `ends ${counted(effect.liveSessions, 'live session')}`,
    effect.signIns > 0 && `signs ${name} out`,
  ].filter((part) => part !== false)
  return sentence([
    ends.join(' and ') || `ends nothing: ${name} is not signed in and no program acts for them at the moment`,
    ...(effect.credentials > 0
      ? [`their ${credentials(effect.credentials, 'gets', 'get')} no new tokens until they are enabled again`]
      : []),
  ])
}

const counted = (n: number, noun: string) => `${new Intl.NumberFormat('en-GB').format(n)} ${noun}${n === 1 ? '' : 's'}`

const credentials = (n: number, one: string, many: string) => `${counted(n, 'credential')} ${n === 1 ? one : many}`

function sentence(parts: string[]) {
  const text = parts.join('; ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
