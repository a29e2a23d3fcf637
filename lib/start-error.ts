/** The product cannot start; the message is one sentence that says why and what the operator can do. */
export class StartError extends Error {
  override name = 'StartError'
}

/** The embedded database's folder belongs to another process. */
export class FolderInUse extends StartError {
  constructor(readonly folder: string) {
    super(
      `The embedded database in ${folder} is in use by another process. Stop that one first, set DATA_DIR to another folder, or use PostgreSQL (DATABASE_URL) to run several processes.`,
    )
  }
}

/** What the system says when there is no room: on the disk, or left of what this account may use of it. */
export const diskFullCodes = ['ENOSPC', 'EDQUOT']

/** The embedded database's folder has no room, or cannot be written for the `reason` the system gave. */
export function folderNotWritable(folder: string, reason: unknown): StartError {
  if (diskFullCodes.includes((reason as NodeJS.ErrnoException).code ?? '')) return folderFull(folder)
  const words = reason instanceof Error ? reason.message : String(reason)
  return new StartError(`The data folder ${folder} cannot be written (${words}). Make it writable or set DATA_DIR to a folder that is.`)
}

/** The embedded database's folder has no room. */
export function folderFull(folder: string): StartError {
  return new StartError(
    `The disk that holds the data folder ${folder} is full. Free some space or set DATA_DIR to a folder on another disk, and start again.`,
  )
}
