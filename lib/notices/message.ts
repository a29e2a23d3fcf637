import { daysBetween, todayIn } from '@/lib/credentials/expiry'
import { dateWords, inDays } from './words'

/** What an e-mail about a credential that is about to expire needs to know. */
export type NoticeFacts = {
  ownerName: string
  credentialId: string
  credentialName: string
  expiresOn: string
  expiresZone: string
}

/** An e-mail's subject and its text, plain and as HTML. */
export type Message = { subject: string; text: string; html: string }

// Would break a line, or change unseen how what follows is shown.
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/** Writes the e-mail. Names are inert in it; `publicUrl` is where its link leads. */
export function noticeMessage(facts: NoticeFacts, publicUrl: string, now: Date): Message {
  const name = facts.credentialName.replace(unseen, '\ufffd')
  const owner = facts.ownerName.replace(unseen, '\ufffd')
  const when = inDays(daysBetween(todayIn(facts.expiresZone, now), facts.expiresOn))
  const link = `${publicUrl}/user-management/application-credentials/${facts.credentialId}`
  const greeting = `Hello ${owner},`
  const fact = `your application credential “${name}” expires ${when}: it works through the end of ${dateWords(facts.expiresOn)} (${facts.expiresZone}).`
  const effect = 'After that its secret key and its access tokens stop working. If it is still needed, choose a later date in Builder:'
  const reason = 'You get this message because you created this credential.'
  const paragraphs = [greeting, fact, effect, link, reason]
  const html = [greeting, fact, effect].map((text) => `<p>${escaped(text)}</p>`)
  html.push(`<p><a href="${escaped(link)}">${escaped(link)}</a></p>`, `<p>${escaped(reason)}</p>`)
  return { subject: `“${name}” expires ${when}`, text: `${paragraphs.join('\n\n')}\n`, html: html.join('\n') }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
