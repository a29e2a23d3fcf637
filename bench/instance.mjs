import { cpuOfTree } from './cpu.mjs'
import { fillFor } from './fixtures.mjs'
import { Connection } from './load/connection.mjs'
import { startServer } from './program.mjs'

/** How many of these tokens the target itself does not know. */
async function lostByAsking(
  /** @type {import('./targets.mjs').Target} */ target,
  /** @type {number} */ port,
  /** @type {string[]} */ tokens,
) {
  const connection = new Connection(port)
  let lost = 0
  for (const token of tokens) {
    const { status } = await new Promise((resolve, reject) => connection.send(target.check(token), resolve, reject))
    if (status !== 200) lost++
  }
  connection.close()
  return lost
}

/** @typedef {Awaited<ReturnType<typeof startInstance>>} Instance a target that runs, its store filled */

/**
 * Starts a target on a database of its own and fills its store.
 * @param {import('./targets.mjs').Target} target
 * @param {number} sessions live sessions in its store
 * @param {number} port
 * @param {Awaited<ReturnType<typeof import('./database.mjs').openServer>>} postgres
 * @param {number} [busy] so many of the sessions are used; all of them unless said otherwise
 */
export async function startInstance(target, sessions, port, postgres, busy) {
  const fill = fillFor(sessions, busy)
  const name = `${target.key}-${sessions}`
  const database = target.fill ? await postgres.create(`bench_${name.replaceAll('-', '_')}`) : undefined
  await target.prepare?.(database?.url ?? '', port, fill)
  const load = async () => {
    if (!database || !target.fill) return
    await target.fill(database.client, fill)
    await database.client.query('VACUUM ANALYZE')
  }
  if (!target.fillAfterStart) await load()
  const env = { ...(database && { DATABASE_URL: database.url }), ...target.env?.(fill) }
  const server = await startServer(name, target.words, env, port, target.folder)
  if (target.fillAfterStart) await load()
  return {
    target,
    sessions,
    fill,
    port,
    pid: server.pid,
    database,
    cpu: () => cpuOfTree(server.pid),
    /** How many of these tokens it has lost; undefined when it keeps none. */
    async lost(/** @type {string[]} */ tokens) {
      if (target.askForTokens) return lostByAsking(target, port, tokens.slice(0, 2_000))
      if (!database || !target.stored) return undefined
      return tokens.length - (await target.stored(database.client, tokens))
    },
    async clean() {
      for (const statement of target.clean ?? []) await database?.client.query(statement)
    },
    async stop() {
      await server.stop()
      await database?.drop()
    },
  }
}
