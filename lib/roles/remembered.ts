import { type Column, optional, text } from '@/lib/db/columns'
import { putLatest } from '@/lib/put-latest'

/**
 * When any role last changed, as seconds since 1970; kept by a trigger. Whoever reads it in one statement with what they decide about
 * may {@link recallRoles}. To the microsecond whatever the server's settings, which `date_part` is not.
 */
export const rolesChangedAt: Column<string | null> = optional(text('(SELECT extract(epoch FROM changed_at) FROM roles_state WHERE id = 1)'))

/** All roles, to be read with {@link rolesChangedAt} by whoever has nothing to recall, and to {@link rememberRoles}. */
export const allRoles: Column<string> = text(
  `(SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'features', features)), '[]') FROM roles)`,
)

type Role = { id: string; name: string; features: string[] }

/** All roles as they were until one of them changed. */
export class Roles {
  readonly changedAt: string | null
  readonly #byId: ReadonlyMap<string, Role>
  readonly #carried = new Map<string, ReadonlySet<string>>()

  constructor(changedAt: string | null, roles: Role[]) {
    this.changedAt = changedAt
    this.#byId = new Map(roles.map((role) => [role.id, role]))
  }

  /** The name of a role; null for one that is gone, and for none. */
  nameOf(id: string | null): string | null {
    return (id && this.#byId.get(id)?.name) || null
  }

  /**
   * The access options that two roles carry, sorted; of those only the ones in `scope` (space-separated), unless it is null. Sessions have
   * few combinations of them, and putting one together for every call would be a thirtieth of its cost.
   */
  carriedBy(first: string | null, second: string | null, scope: string | null): ReadonlySet<string> {
    const key = `${first}|${second}|${scope ?? '*'}`
    const known = this.#carried.get(key)
    if (known) return known
    const carried = [first, second].flatMap((id) => (id && this.#byId.get(id)?.features) || [])
    const granted = scope?.split(' ') ?? carried
    const features = new Set(carried.filter((feature) => granted.includes(feature)).sort())
    putLatest(this.#carried, key, features, mostKnown)
    return features
  }
}

const mostKnown = 1_000
let remembered: Roles | undefined

/** The roles of that moment, if they are those in memory (docs/decisions/remembered-roles.md). */
export function recallRoles(changedAt: string | null): Roles | undefined {
  return changedAt && remembered?.changedAt === changedAt ? remembered : undefined
}

/** Keeps what one statement has read as {@link rolesChangedAt} and {@link allRoles}. */
export function rememberRoles(changedAt: string | null, roles: string): Roles {
  remembered = new Roles(changedAt, JSON.parse(roles))
  return remembered
}
