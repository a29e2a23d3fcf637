import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { log } from '@/lib/log'
import { closeLostConnections } from './lost-connections'

/** Several processes that do the same work. */
export type Workers = {
  /** Replaces each by a new one, which has to be ready before the old one may go; if it cannot start, the old ones stay. */
  restart: () => Promise<void>
  /** Ends all of them in order; false when one did not end cleanly. */
  stop: () => Promise<boolean>
}

/** What a worker tells when it can answer requests. */
export const readyMessage = 'ready'

/** Asks a worker to end. */
export const stopMessage = 'stop'

/** Asks a worker to end although clients go on: connections they keep open are not closed under their next request. */
export const retireMessage = 'retire'

/** Pause before a worker that died is replaced, doubled each time while none stays up for as long as the longest one. */
const shortestPauseMs = 1_000
const longestPauseMs = 30_000

/** A worker that has not ended by then hangs: its own deadline for requests under way is much shorter. */
const longestEndMs = 30_000

/**
 * V8 starts four threads beside the one that answers, on any machine. Where there are two cores they take both of them, and requests
 * wait for up to ten milliseconds. What the operator's own command line says comes last and wins.
 */
const helperThreads = Math.max(1, Math.min(4, availableParallelism() - 1))
const execArgv = [`--v8-pool-size=${helperThreads}`, ...process.execArgv]

/** `count` workers running the file `exec`; the log calls them `kind`. `onEnd` hears of each that has ended, however. */
export type WorkerPlan = { kind: string; count: number; exec: string; args: string[]; onEnd?: (pid: number) => void }

/**
 * Starts workers one after the other, so that a start that cannot work fails once; a worker that dies later is replaced.
 * @throws when one ends before it is ready; it has said why
 */
export async function startWorkers({ kind, count, exec, args, onEnd }: WorkerPlan): Promise<Workers> {
  const running = new Set<Worker>()
  const serving = new Set<Worker>()
  let starting = 0
  let isStopping = false
  let pauseMs = shortestPauseMs
  let restarting: Promise<void> | undefined
  let isAskedAgain = false

  async function start() {
    // What the next fork runs: there may be workers of several kinds.
    cluster.setupPrimary({ exec, args, execArgv })
    const worker = cluster.fork()
    closeLostConnections(worker)
    running.add(worker)
    worker.once('exit', () => {
      running.delete(worker)
      if (worker.process.pid) onEnd?.(worker.process.pid)
    })
    starting += 1
    await untilReady(worker).finally(() => {
      starting -= 1
    })
    if (isStopping) {
      await end(worker)
      return
    }
    serving.add(worker)
    const readyAt = Date.now()
    worker.once('exit', () => {
      // One that was asked to leave has been taken off the list before.
      if (!serving.delete(worker) || isStopping) return
      if (Date.now() - readyAt > longestPauseMs) pauseMs = shortestPauseMs
      log().error({ kind, pid: worker.process.pid, replacedInMs: pauseMs }, 'a server process died')
      replaceLater()
    })
  }

  function replaceLater() {
    setTimeout(async () => {
      // Replacing each starts processes too: how many are missing shows when it is done.
      await restarting
      if (isStopping || serving.size + starting >= count) return
      start().catch((error) => {
        if (isStopping) return
        log().error({ kind, error: String(error) }, 'a server process could not be replaced')
        replaceLater()
      })
    }, pauseMs)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }

  async function replaceEach() {
    for (const old of [...serving]) {
      if (isStopping || !serving.has(old)) continue
      await start()
      // It may have died meanwhile, and a dead process tells nothing any more.
      if (isStopping || !serving.delete(old)) continue
      const gone = new Promise((resolve) => old.once('exit', resolve))
      old.send(retireMessage, () => {})
      await gone
    }
    if (isStopping) return
    log().info({ kind, processes: serving.size }, 'every server process was replaced')
  }

  async function restart() {
    // Asked again in the middle: what began before may have come too early.
    if (restarting) isAskedAgain = true
    restarting ??= replaceEach()
      .catch((error) => {
        if (!isStopping) log().error({ kind, error: String(error) }, 'the new server process did not start; the old ones serve on')
      })
      .finally(() => {
        restarting = undefined
      })
    await restarting
    if (!isAskedAgain) return
    isAskedAgain = false
    await restart()
  }

  async function stop() {
    isStopping = true
    // One that is still starting has nothing to finish; how it ends does not matter.
    const codes = await Promise.all([...running].map(async (worker) => [serving.has(worker), await end(worker)]))
    return codes.every(([wasServing, code]) => !wasServing || code === 0)
  }

  try {
    for (let i = 0; i < count; i++) await start()
  } catch (error) {
    await stop()
    throw error
  }
  return { restart, stop }
}

function untilReady(worker: Worker) {
  return new Promise<void>((resolve, reject) => {
    worker.on('message', (message) => {
      if (message === readyMessage) resolve()
    })
    // One that could not even be forked has no exit.
    worker.on('error', reject)
    worker.once('exit', (code, signal) => reject(new Error(`a server process ended with ${signal ?? code} before it was ready`)))
  })
}

/** Lets a worker finish what it is answering; resolves with its exit code once it is gone, null if it had to be killed. */
async function end(worker: Worker): Promise<number | null> {
  if (worker.isDead()) return worker.process.exitCode
  const gone = once(worker, 'exit')
  worker.send(stopMessage, () => {})
  // One that is still starting hears no message.
  worker.process.kill('SIGTERM')
  const deadline = setTimeout(() => worker.process.kill('SIGKILL'), longestEndMs)
  const [code] = await gone
  clearTimeout(deadline)
  return code
}
