/** What people can be sorted by. */
export const userSortColumns = ['name', 'email', 'operationalRoles', 'builderRoles', 'lastSignIn', 'status'] as const

/** One of {@link userSortColumns}. */
export type UserSortColumn = (typeof userSortColumns)[number]
