import { type Config, config } from '@/lib/config'
import { log } from '@/lib/log'
import { openMailer } from '@/lib/mail/mailer'
import { claimNotice, markEmailed, postpone } from './claim'
import { noticeMessage } from './message'

/** A round of sending ends after so long, for other work waits behind it. */
const longestRoundMs = 50_000

/** An address that is refused for good is tried again a day later: it may have been corrected. */
const refusedMs = 86_400_000

/**
 * Sends the e-mails of notices, if a mail server is set (`SMTP_URL`): each once, however many processes do this. A mail server that
 * cannot be reached, or says "later", is tried again after five minutes. A process that dies between the server's acceptance and its
 * own note of it repeats at most that one mail, under the same Message-ID. Returns how many were sent.
 */
export async function sendNotices(
  startedAt: Date,
  signal?: AbortSignal,
  { smtp, publicUrl }: Pick<Config, 'smtp' | 'publicUrl'> = config(),
): Promise<number> {
  if (!smtp) return 0
  const began = performance.now()
  // A long round must not claim with the time at which it began.
  const now = () => new Date(startedAt.getTime() + performance.now() - began)
  const mailer = openMailer(smtp)
  let sent = 0
  while (!signal?.aborted && performance.now() - began < longestRoundMs) {
    const notice = await claimNotice(now())
    if (!notice) break
    const message = noticeMessage(notice, publicUrl, now())
    const to = { name: notice.ownerName, address: notice.email }
    const result = await mailer.send({ ...message, to, id: `${notice.id}@${new URL(publicUrl).hostname}` }, signal)
    if (result.ok) {
      await markEmailed(notice.id, now())
      sent += 1
    } else {
      log().warn({ notice: notice.id, reason: result.reason, code: result.code }, 'the e-mail of a notice was not sent')
      // The next one would meet the same.
      if (result.reason === 'unavailable') break
      if (result.reason === 'refused') await postpone(notice.id, new Date(now().getTime() + refusedMs))
    }
  }
  return sent
}
