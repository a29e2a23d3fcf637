import { database } from '@/lib/db/client'
import { countOverseenSessions } from '@/lib/sessions/list'
import { todayIn } from './expiry'
import { type OverseenColumn, type StatusKind, statusKinds } from './oversee-query'
import { expiringSoonDays } from './status'

/** A credential as somebody who oversees all of them sees it: nothing of its secret, not even the hint. */
export type OverseenCredential = {
  id: string
  clientId: string
  name: string
  owner: { name: string; email: string; isDisabled: boolean }
  /** `held` is false once the owner has lost the role. */
  operationalRole: { name: string; held: boolean }
  builderRole: { name: string; held: boolean } | null
  /** Last day it works, `YYYY-MM-DD` in `expiresZone`; the exclusive end as an instant. */
  expiresOn: string
  expiresZone: string
  expiresAt: Date
  lastUsedAt: Date | null
  disabledAt: Date | null
  disabledByName: string | null
  liveSessions: number
}

/** Which part of the credentials of everybody, in which order; `page` from 1, one past the end shows the last. */
export type OverseenQuery = {
  search: string
  status?: StatusKind
  sort: OverseenColumn
  isDescending: boolean
  page: number
  pageSize: number
  now: Date
}

/**
 * The credentials of everybody, one page. The search is literal: a part of name, client ID, owner, e-mail or role. For those with
 * the access option `credentials:oversee` only; the caller has asked for it.
 */
export async function listOverseenCredentials(query: OverseenQuery): Promise<{ credentials: OverseenCredential[]; rowCount: number }> {
  const { pool } = database()
  const { search, status, now } = query
  // The days are worked out here: PostgreSQL need not know every zone that the runtime knows, and one it does not would fail everybody's page.
  const { rows: zones } = await pool.query<{ zone: string }>(
    'SELECT DISTINCT expires_zone AS zone FROM application_credentials WHERE disabled_at IS NULL AND expires_at > $1',
    [now],
  )
  const narrowed = [
    now,
    // PostgreSQL refuses NUL in any text.
    search.replaceAll('\0', '').normalize('NFC').trim(),
    status === undefined ? null : statusKinds.indexOf(status),
    zones.map(({ zone }) => zone),
    zones.map(({ zone }) => todayIn(zone, now)),
  ]
  const counted = await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM (${matching}) c`, narrowed)
  const rowCount = counted.rows[0]?.n ?? 0
  const page = Math.max(1, Math.min(query.page, Math.ceil(rowCount / query.pageSize)))
  // Whether a session lives is for the one rule to say, so the counts are made before and handed in.
  const all = query.sort === 'sessions' ? await countOverseenSessions(undefined, now) : new Map<string, number>()
  const direction = query.isDescending ? 'DESC' : 'ASC'
  const { rows } = await pool.query<Omit<OverseenCredential, 'liveSessions'>>(
    `SELECT c.id, c.client_id AS "clientId", c.name, json_build_object('name', c.owner_name, 'email', c.owner_email, 'isDisabled', c.owner_disabled) AS owner,
       json_build_object('name', c.operational_name, 'held', c.operational_held) AS "operationalRole",
       CASE WHEN c.builder_name IS NOT NULL THEN json_build_object('name', c.builder_name, 'held', c.builder_held) END AS "builderRole",
       c.expires_on AS "expiresOn", c.expires_zone AS "expiresZone", c.expires_at AS "expiresAt", c.last_used_at AS "lastUsedAt",
       c.disabled_at AS "disabledAt", c.disabled_by_name AS "disabledByName"
     FROM (${matching}) c LEFT JOIN unnest($6::uuid[], $7::int[]) AS n(id, sessions) ON n.id = c.id
     ORDER BY ${orders[query.sort]} ${direction} NULLS LAST, lower(c.name), c.id LIMIT $8 OFFSET $9`,
    [...narrowed, [...all.keys()], [...all.values()], query.pageSize, (page - 1) * query.pageSize],
  )
  const live = await countOverseenSessions(
    rows.map(({ id }) => id),
    now,
  )
  return { credentials: rows.map((row) => ({ ...row, liveSessions: live.get(row.id) ?? 0 })), rowCount }
}

const orders: Record<OverseenColumn, string> = {
  name: 'lower(c.name)',
  clientId: 'c.client_id',
  owner: 'lower(c.owner_name)',
  role: 'lower(c.operational_name)',
  status: 'c.urgency',
  expires: 'c.expires_at',
  lastUsed: 'c.last_used_at',
  sessions: 'COALESCE(n.sessions, 0)',
}

// The urgency is the place in statusKinds that credentialStatus comes to; a test holds the two together.
const matching = `
  SELECT * FROM (
    SELECT c.id, c.client_id, c.name, u.name AS owner_name, u.email AS owner_email, u.disabled_at IS NOT NULL AS owner_disabled,
      ro.name AS operational_name, o.user_id IS NOT NULL AS operational_held, rb.name AS builder_name, b.user_id IS NOT NULL AS builder_held,
      c.expires_on, c.expires_zone, c.expires_at, c.last_used_at, c.disabled_at, c.disabled_by_name,
      CASE
        WHEN c.disabled_at IS NOT NULL THEN 0
        WHEN c.expires_at <= $1::timestamptz THEN 1
        WHEN o.user_id IS NULL OR (rb.id IS NOT NULL AND b.user_id IS NULL) THEN 2
        WHEN c.expires_on::date <= z.today THEN 3
        WHEN c.expires_on::date - z.today <= ${expiringSoonDays} THEN 4
        WHEN c.last_used_at IS NULL THEN 5
        ELSE 6
      END AS urgency
    FROM application_credentials c
    JOIN users u ON u.id = c.owner_id
    JOIN roles ro ON ro.id = c.operational_role_id
    LEFT JOIN roles rb ON rb.id = c.builder_role_id
    LEFT JOIN user_roles o ON o.user_id = c.owner_id AND o.role_id = c.operational_role_id
    LEFT JOIN user_roles b ON b.user_id = c.owner_id AND b.role_id = c.builder_role_id
    LEFT JOIN unnest($4::text[], $5::date[]) AS z(zone, today) ON z.zone = c.expires_zone
  ) c
  WHERE ($2::text = '' OR position(lower($2::text) IN lower(concat_ws(E'\\n', c.name, c.client_id, c.owner_name, c.owner_email,
      c.operational_name, c.builder_name))) > 0)
    AND ($3::int IS NULL OR c.urgency = $3::int)`
