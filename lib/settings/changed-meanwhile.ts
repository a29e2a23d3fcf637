import type { Prisma } from '@/lib/db/generated/client'
import type { SettingKey } from './schema'

/** Who changed a setting last, and when; null when it was not changed through the product. */
export type MeanwhileChange = { setting: SettingKey; by: string | null; at: Date | null }

/** Who changed each of these settings last, from the audit log. */
export async function changedMeanwhile(tx: Prisma.TransactionClient, settings: SettingKey[]): Promise<MeanwhileChange[]> {
  // By key, not by value: "unlimited" is stored as null.
  return tx.$queryRaw<MeanwhileChange[]>`
    SELECT s.setting, e.actor_name AS by, e.at
    FROM unnest(${settings}::text[]) WITH ORDINALITY AS s(setting, place)
    LEFT JOIN LATERAL (
      SELECT actor_name, at FROM audit_events
      WHERE action = 'settings.changed' AND jsonb_exists(after, s.setting) ORDER BY id DESC LIMIT 1
    ) e ON true
    ORDER BY s.place`
}
