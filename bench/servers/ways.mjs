// Three ways to run one statement of the product; bundled, for it uses the product's own files.
import { hash } from 'node:crypto'
import { openDatabase } from '@/lib/db/open'
import { arrayParameter, runPrepared } from '@/lib/db/prepared'
import { selectSessions } from '@/lib/sessions/authenticate'

const sha256 = (/** @type {string} */ token) => hash('sha256', token, 'buffer')

/** Each says how many of these tokens it found. */
export async function open(/** @type {string} */ url) {
  const { prisma, lookUps, close } = await openDatabase({ url })
  // Prisma sends no array of bytes: the same parameter as text.
  const text = selectSessions.text.replace('$1::bytea[]', '$1::text::bytea[]')
  const ways = {
    "Prisma's raw path": async (/** @type {string[]} */ tokens) =>
      (await prisma.$queryRawUnsafe(text, arrayParameter(tokens.map(sha256)))).length,
    "pg's query": async (/** @type {string[]} */ tokens) =>
      (await lookUps.query({ name: 'pg', text: selectSessions.text, values: [tokens.map(sha256)] })).rows.length,
    'the product (lib/db/prepared.ts)': async (/** @type {string[]} */ tokens) =>
      (await runPrepared(lookUps, selectSessions, [arrayParameter(tokens.map(sha256))])).map(selectSessions.read).length,
  }
  return { ways, close }
}
