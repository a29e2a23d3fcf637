import type { listRoles } from '@/lib/roles/list'

/** A role as the dialogs offer it. */
export type OfferedRole = Awaited<ReturnType<typeof listRoles>>[number]
