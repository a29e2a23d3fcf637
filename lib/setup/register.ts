import { config } from '@/lib/config'
import { tellOfDataLeftBehind } from './left-behind'
import { printBlock, problemSentence } from './messages'
import { createFirstUsers, prepareOnce } from './prepare'

/**
 * Next's start hook: without server.ts it prepares the database itself; if that fails the process must not stay up answering 500.
 * Returns the server's own address.
 */
export async function register(): Promise<string> {
  try {
    const prepared = await prepareOnce(config())
    if (prepared) await tellOfDataLeftBehind(config())
    if (prepared) printBlock(config(), prepared, await createFirstUsers(config(), { demo: false }))
    return config().publicUrl
  } catch (error) {
    console.error(problemSentence(error, 'The server could not start'))
    process.exit(1)
  }
}
