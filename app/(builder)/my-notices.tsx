import { log } from '@/lib/log'
import { listNotices } from '@/lib/notices/list'
import { NoticesBell } from './notices-bell'

/** The bell with the notices of a person. Of all on the page it is the least important: without them it stays quiet. */
export async function MyNotices({ userId }: { userId: string }) {
  const notices = await listNotices(userId, new Date()).catch((error) => {
    log().warn({ error: String(error) }, 'notices could not be read')
    return []
  })
  return <NoticesBell initial={notices} />
}
