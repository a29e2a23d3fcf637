import { prisma } from '@/lib/db/client'

const hourMs = 3_600_000

/** Activity from before this instant goes when it is kept for `days`: whole hours only, as charts count them. */
export function forgottenBefore(days: number, now: Date): Date {
  return new Date(Math.floor((now.getTime() - days * 24 * hourMs) / hourMs) * hourMs)
}

/** How many calls would go if activity were kept for `days`; from `most` on nobody needs the exact number, and counting stops. */
export async function countForgotten(days: number, most: number, now: Date): Promise<number> {
  return prisma().apiCall.count({ where: { at: { lt: forgottenBefore(days, now) } }, take: most })
}
