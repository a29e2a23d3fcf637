import { statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.mjs'

/** A page alone has dozens of files, and each caller a connection. */
const leastFiles = 256

/**
 * What the operator may have set outside of the process: says whether it may open files enough, then reads `.env` in the project's
 * folder, or the file ENV_FILE names. What the environment already says wins. Nothing else reads a file of that kind afterwards, Next
 * with its `.env.local` and others included: each process, and the build, would have settings of its own.
 * @throws {Error} with one sentence that says what is wrong and what to do
 */
export function readEnvironment() {
  const files = openFilesLimit()
  if (files < leastFiles) {
    throw new Error(
      `This process may open only ${files} files at a time, and the server needs ${leastFiles} or more. Raise the limit (ulimit -n) and start again.`,
    )
  }
  const named = process.env.ENV_FILE?.trim()
  const file = join(root, '.env')
  if (named) load(named)
  // Where there is a folder of that name it is somebody else's: Python keeps its environments there.
  else if (statSync(file, { throwIfNoEntry: false })?.isFile()) load(file)
  process.env.__NEXT_PROCESSED_ENV = 'true'
}

function load(/** @type {string} */ file) {
  try {
    process.loadEnvFile(file)
  } catch (error) {
    throw new Error(`The file ${file} with settings cannot be read (${error.message}). Correct that, or ENV_FILE, and start again.`)
  }
}

/** @returns {number} infinite where the system sets no limit, or none that it tells */
function openFilesLimit() {
  // Who is connected with whom would have to be asked of name servers.
  process.report.excludeNetwork = true
  const { userLimits } = /** @type {{ userLimits?: { open_files: { soft: number | string } } }} */ (process.report.getReport())
  const soft = userLimits?.open_files.soft
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY
}
