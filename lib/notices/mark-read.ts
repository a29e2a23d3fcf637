import { prisma } from '@/lib/db/client'

/** Marks notices of `userId` as read: those named, as far as they are theirs. */
export async function markNoticesRead(userId: string, ids: string[], now: Date): Promise<void> {
  await prisma().notice.updateMany({ where: { id: { in: ids }, userId, readAt: null }, data: { readAt: now } })
}
