import { availableParallelism } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { onePerProcess } from '@/lib/db/batch'
import { passwordSource } from './password-source'

/** What a thread does: hash a password, or compare it with a hash. */
type Task = { password: string; cost: number } | { password: string; hash: string }

type Job = { source: string; task: Task; resolve: (result: unknown) => void; reject: (error: Error) => void; deadline: NodeJS.Timeout }

/** One core is left to whatever answers; more than a few threads serve nobody but a flood. */
const mostThreads = Math.max(1, Math.min(4, availableParallelism() - 1))

/** Waiting included. Who has not been answered by then has given up. */
const longestMs = 30_000

/** A thread needs half a megabyte; this is where a faulty one ends, before it takes the memory of the process. */
const resourceLimits = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8 }

/** A password could not be hashed or compared in time. */
class PasswordsBusy extends Error {
  override name = 'PasswordsBusy'
}

/** Whether a password could not be hashed or compared in time. By name: the error may come from another bundle's copy of this file. */
export const isPasswordsBusy = (error: unknown) => error instanceof Error && error.name === 'PasswordsBusy'

/**
 * Hashes a password on a thread of its own, so that the one that answers goes on answering.
 * @throws after 30 seconds, as {@link isPasswordsBusy} tells
 */
export const hashOnThread = (password: string, cost: number) =>
  threads().run({ password, cost }, passwordSource.getStore()) as Promise<string>

/**
 * Whether a password belongs to a hash, found out on a thread of its own.
 * @throws after 30 seconds, as {@link isPasswordsBusy} tells
 */
export const compareOnThread = (password: string, hash: string) =>
  threads().run({ password, hash }, passwordSource.getStore()) as Promise<boolean>

/** Gives up the last password that waits for the source with most of them, so that one for `source` can wait; false if that has as many. */
export const makeRoomFor = (source: string): boolean => threads().makeRoomFor(source)

const threads = () => onePerProcess('password-threads', () => startThreads(path.join(process.cwd(), 'lib/users/password-thread.mjs')))

/** Threads running `file`, each started when it is first needed. Exported for tests. */
export function startThreads(file: string, most = mostThreads, patienceMs = longestMs) {
  // By source, in the order of their turns.
  const line = new Map<string, Job[]>()
  const idle: Worker[] = []
  const underWay = new Map<Worker, Job>()
  let started = 0

  /** Sources take turns: one that has many waiting keeps no other from its own. */
  function takeFirst() {
    const [source, jobs] = line.entries().next().value ?? []
    if (source === undefined || !jobs) return undefined
    line.delete(source)
    if (jobs.length > 1) line.set(source, jobs.slice(1))
    return jobs[0]
  }

  function leaveLine(job: Job) {
    const others = (line.get(job.source) ?? []).filter((other) => other !== job)
    if (others.length > 0) line.set(job.source, others)
    else line.delete(job.source)
  }

  /** Takes the job of a thread away from it, to be settled. */
  function taken(thread: Worker) {
    const job = underWay.get(thread)
    underWay.delete(thread)
    clearTimeout(job?.deadline)
    return job
  }

  function start() {
    const thread = new Worker(/* turbopackIgnore: true */ file, { execArgv: [], resourceLimits })
    started += 1
    thread.on('message', (result) => {
      const job = taken(thread)
      // Given up in the last moment: it is being ended.
      if (!job) return
      job.resolve(result)
      // Without work it keeps no process alive.
      thread.unref()
      idle.push(thread)
      next()
    })
    thread.on('error', (error) => taken(thread)?.reject(error instanceof Error ? error : new Error(String(error))))
    thread.once('exit', () => {
      started -= 1
      if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1)
      taken(thread)?.reject(new Error('A thread for passwords ended'))
      next()
    })
    return thread
  }

  /** The system may have no thread left: whoever waited longest is told so, and the next one tries again. */
  function startOrReject() {
    try {
      return start()
    } catch (error) {
      const job = takeFirst()
      clearTimeout(job?.deadline)
      job?.reject(error instanceof Error ? error : new Error(String(error)))
      return undefined
    }
  }

  function next() {
    if (line.size === 0) return
    const thread = idle.pop() ?? (started < most ? startOrReject() : undefined)
    const job = thread && takeFirst()
    if (!job) return
    underWay.set(thread, job)
    thread.ref()
    thread.postMessage(job.task)
  }

  function giveUp(job: Job) {
    leaveLine(job)
    const [thread] = [...underWay].find(([, other]) => other === job) ?? []
    job.reject(new PasswordsBusy('A password was not hashed or compared in time'))
    if (!thread) return
    // It hangs: another one takes its place.
    underWay.delete(thread)
    void thread.terminate()
  }

  return {
    makeRoomFor(source: string) {
      const [longest = []] = [...line.values()].sort((a, b) => b.length - a.length)
      const last = longest.at(-1)
      if (!last || longest.length < (line.get(source)?.length ?? 0) + 2) return false
      clearTimeout(last.deadline)
      giveUp(last)
      return true
    },
    run: (task: Task, source = '') =>
      new Promise<unknown>((resolve, reject) => {
        const job: Job = { source, task, resolve, reject, deadline: setTimeout(() => giveUp(job), patienceMs) }
        line.set(source, [...(line.get(source) ?? []), job])
        next()
      }),
  }
}
