import { hashSync } from 'bcryptjs'
import { sql } from './environment'

/** The password of everybody made here. */
export const theirPassword = 'a password for one test'

let hash: string | undefined

/** Creates somebody who holds these roles, by name and whatever their kind; returns their e-mail address. */
export async function insertPerson(name: string, roles: string[], { mustChangePassword = false } = {}): Promise<string> {
  hash ??= hashSync(theirPassword, 4)
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@roles.example`
  await sql('DELETE FROM users WHERE email = $1', [email])
  await sql(
    `WITH made AS (
       INSERT INTO users (id, email, name, password_hash, time_zone, must_change_password) VALUES (gen_random_uuid(), $1, $2, $3, 'Europe/London', $4)
       RETURNING id)
     INSERT INTO user_roles (user_id, role_id) SELECT made.id, r.id FROM made, roles r WHERE r.name = ANY($5)`,
    [email, name, hash, mustChangePassword, roles],
  )
  return email
}

/** Removes people made here, with all they own. */
export async function removePeople(): Promise<void> {
  await sql(`DELETE FROM users WHERE email LIKE '%@roles.example'`)
}

/** Creates a custom role behind the product's back. */
export async function insertRole(kind: 'OPERATIONAL' | 'BUILDER', name: string, features: string[], description = ''): Promise<void> {
  await sql('INSERT INTO roles (id, kind, name, description, features) VALUES (gen_random_uuid(), $1::role_kind, $2, $3, $4)', [
    kind,
    name,
    description,
    features,
  ])
}

/** Removes every custom role; nobody may hold one any more. */
export async function removeCustomRoles(): Promise<void> {
  await sql('DELETE FROM user_roles WHERE role_id IN (SELECT id FROM roles WHERE NOT standard)')
  await sql('DELETE FROM application_credentials WHERE operational_role_id IN (SELECT id FROM roles WHERE NOT standard)')
  await sql('DELETE FROM application_credentials WHERE builder_role_id IN (SELECT id FROM roles WHERE NOT standard)')
  await sql('DELETE FROM roles WHERE NOT standard')
}
