import { sql } from './environment'

/** Removes all credentials of a person. */
export async function withoutCredentials(email: string): Promise<void> {
  await sql('DELETE FROM application_credentials WHERE owner_id = (SELECT id FROM users WHERE email = $1)', [email])
}

/** A credential behind the product's back, for states that cannot be reached in a minute. `days` until it expires, in London. */
export type Sample = {
  name: string
  days?: number
  usedMinutesAgo?: number
  role?: string
  builderRole?: string | null
  isDisabled?: boolean
}

/** Gives a person credentials; nobody knows their secrets. */
export async function insertCredentials(email: string, samples: Sample[]): Promise<void> {
  await sql(
    `INSERT INTO application_credentials (id, client_id, owner_id, name, operational_role_id, builder_role_id, expires_on, expires_zone, expires_at,
       secret_hash, secret_hint, secret_created_at, last_used_at, disabled_at, created_at)
     SELECT gen_random_uuid(), gen_random_uuid(), u.id, s.name, o.id, b.id, to_char(d.last, 'YYYY-MM-DD'), 'Europe/London',
       (d.last + 1)::timestamp AT TIME ZONE 'Europe/London', sha256(s.name::bytea), 'test', now(),
       now() - s."usedMinutesAgo" * interval '1 minute', CASE WHEN s."isDisabled" THEN now() END, now()
     FROM jsonb_to_recordset($2::jsonb) AS s(name text, days int, "usedMinutesAgo" int, role text, "builderRole" text, "isDisabled" boolean)
     CROSS JOIN LATERAL (SELECT (now() AT TIME ZONE 'Europe/London')::date + s.days AS last) d
     JOIN users u ON u.email = $1
     JOIN roles o ON o.kind = 'OPERATIONAL' AND o.name = s.role
     LEFT JOIN roles b ON b.kind = 'BUILDER' AND b.name = s."builderRole"`,
    [email, JSON.stringify(samples.map((sample) => ({ days: 90, role: 'Team Leader', builderRole: null, ...sample })))],
  )
}

/** One credential in every status, for a person who is Team Leader, but neither Team Member nor Administrator. */
export const everyStatus: Sample[] = [
  { name: 'Nightly ticket export', days: 180, usedMinutesAgo: 3 },
  { name: 'Joiner and leaver sync', days: 9, usedMinutesAgo: 180, builderRole: 'User Manager' },
  { name: 'Wallboard', days: 365 },
  { name: 'Month-end report', days: 0, usedMinutesAgo: 60 * 24 * 20 },
  { name: 'Old importer', days: -3, usedMinutesAgo: 60 * 24 * 40 },
  { name: 'Claims archive', days: 120, role: 'Team Member', builderRole: 'Administrator', usedMinutesAgo: 60 * 24 * 2 },
  { name: 'Stopped by an administrator', days: 60, isDisabled: true },
]
