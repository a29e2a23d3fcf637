import { config } from '@/lib/config'
import { printBlock, startProblem } from './messages'
import { prepareOnce } from './prepare'

/** Next's start hook: without server.ts it prepares the database itself; if that fails the process must not stay up answering 500. */
export async function register(): Promise<void> {
  try {
    const prepared = await prepareOnce(config())
    if (prepared) printBlock(config(), prepared)
  } catch (error) {
    console.error(startProblem(error))
    process.exit(1)
  }
}
