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
