import { database } from '@/lib/db/client'
import type { UserDetails } from './details'
import type { UserSortColumn } from './sort-columns'

/** One page of people to look up; pages count from 1. */
export type UserSearch = {
  /** Part of a name, an e-mail address or a role's name, in any letter case; every character stands for itself. */
  search: string
  sort: UserSortColumn
  isDescending: boolean
  page: number
  pageSize: number
}

const namesOf = (kind: 'OPERATIONAL' | 'BUILDER') =>
  `(SELECT string_agg(lower(r.name), ', ' ORDER BY lower(r.name)) FROM user_roles h JOIN roles r ON r.id = h.role_id
    WHERE h.user_id = u.id AND r.kind = '${kind}')`

const sortKeys: Record<UserSearch['sort'], string> = {
  name: 'lower(u.name)',
  email: 'u.email',
  operationalRoles: namesOf('OPERATIONAL'),
  builderRoles: namesOf('BUILDER'),
  lastSignIn: 'u.last_sign_in_at',
  status: 'u.disabled_at IS NOT NULL',
}

// strpos knows no wildcards, so nothing has to be escaped.
const matches = `($1 = '' OR strpos(lower(u.name), lower($1)) > 0 OR strpos(lower(u.email), lower($1)) > 0
  OR EXISTS (SELECT 1 FROM user_roles h JOIN roles r ON r.id = h.role_id WHERE h.user_id = u.id AND strpos(lower(r.name), lower($1)) > 0))`

const columns = `u.id, u.version, u.name, u.email, u.time_zone AS "timeZone", u.disabled_at AS "disabledAt",
  u.last_sign_in_at AS "lastSignInAt", u.must_change_password AS "mustChangePassword",
  (SELECT coalesce(json_agg(json_build_object('id', r.id, 'kind', r.kind, 'name', r.name, 'features', r.features, 'standard', r.standard)
    ORDER BY r.kind, r.name), '[]') FROM user_roles h JOIN roles r ON r.id = h.role_id WHERE h.user_id = u.id) AS roles`

/**
 * One page of the people who match, and how many match in all: two queries, however many people there are. Ties are in order of
 * creation. Whoever never signed in, or has no role of a kind, comes last either way; a page past the end is the last one.
 */
export async function searchUsers({ search, sort, isDescending, page, pageSize }: UserSearch): Promise<{
  users: UserDetails[]
  count: number
}> {
  const { pool } = database()
  // PostgreSQL refuses NUL in any text.
  const text = search.replaceAll('\0', '').normalize('NFC').trim()
  const counted = await pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM users u WHERE ${matches}`, [text])
  const count = counted.rows[0]?.count ?? 0
  const shownPage = Math.min(page, Math.max(1, Math.ceil(count / pageSize)))
  const { rows } = await pool.query<UserDetails>(
    `SELECT ${columns} FROM users u
     JOIN (SELECT u.id, row_number() OVER (ORDER BY ${sortKeys[sort]} ${isDescending ? 'DESC' : 'ASC'} NULLS LAST, u.id) AS place
           FROM users u WHERE ${matches} ORDER BY place LIMIT $2 OFFSET $3) shown ON shown.id = u.id
     ORDER BY shown.place`,
    [text, pageSize, (shownPage - 1) * pageSize],
  )
  return { users: rows, count }
}
