import { sql } from './environment'

/** A person behind the product's back, with the password of the demo people. */
export type SamplePerson = { email: string; name: string; roles: string[]; isDisabled?: boolean }

/** Adds people; whoever has one of their e-mail addresses goes first, with everything that was theirs. */
export async function insertPeople(people: SamplePerson[]): Promise<void> {
  await removePeople(people.map(({ email }) => email))
  for (const { email, name, roles, isDisabled } of people) {
    await sql(
      `WITH u AS (
         INSERT INTO users (id, email, name, time_zone, password_hash, disabled_at)
         SELECT gen_random_uuid(), $1, $2, 'Europe/London', password_hash, CASE WHEN $4::boolean THEN now() END
         FROM users WHERE email = 'ada@demo.example' RETURNING id)
       INSERT INTO user_roles SELECT u.id, r.id FROM u JOIN roles r ON r.name = ANY($3)`,
      [email, name, roles, isDisabled ?? false],
    )
  }
}

/** Removes people and everything that was theirs. */
export async function removePeople(emails: string[]): Promise<void> {
  await sql('DELETE FROM users WHERE email = ANY($1)', [emails])
}
