import { Worker } from 'node:worker_threads'
import { quantile } from '../load/outcome.mjs'

/** How often it asks, and when it gives an answer up, in ms. */
const everyMs = 100
const timeoutMs = 15_000

/** @typedef {'token' | 'page'} Kind */
/** @typedef {{ kind: Kind, sentAt: number, endedAt: number, ok: boolean }} Sample instants in ms; ok: it was the wanted answer */

/** Asks for a token and a page ten times a second, each on a connection of its own, until stopped. */
export class Probe {
  /** @type {Sample[]} */ samples = []
  #thread

  constructor(/** @type {number} */ port) {
    this.#thread = new Worker(new URL('./probe-thread.mjs', import.meta.url), { workerData: { port, everyMs, timeoutMs } })
    this.#thread.on('message', (sample) => this.samples.push(sample))
  }

  async stop() {
    await this.#thread.terminate()
  }

  /** When the first of the requests sent at `since` or later was answered; undefined when none was within `withinMs`. */
  async firstAnswer(/** @type {Kind} */ kind, /** @type {number} */ since, /** @type {number} */ withinMs) {
    for (;;) {
      const found = this.samples.find((sample) => sample.kind === kind && sample.ok && sample.sentAt >= since)
      if (found) return found.endedAt
      if (Date.now() > since + withinMs) return undefined
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** What was seen of one kind between two instants, all in ms. */
  seen(/** @type {Kind} */ kind, /** @type {number} */ from, /** @type {number} */ to) {
    return summary(
      this.samples.filter((sample) => sample.kind === kind),
      from,
      to,
    )
  }
}

/**
 * Median and 99th percentile of how long answers took, and the longest time without any, between two instants, all in ms.
 * @param {Sample[]} samples
 * @param {number} from
 * @param {number} to
 */
export function summary(samples, from, to) {
  const within = samples.filter(({ sentAt, endedAt }) => endedAt >= from && sentAt <= to)
  const latencies = within.map(({ sentAt, endedAt }) => endedAt - sentAt).sort((a, b) => a - b)
  const answers = within.flatMap(({ endedAt, ok }) => (ok && endedAt <= to ? [endedAt] : [])).sort((a, b) => a - b)
  const gaps = [...answers, to].map((at, i) => at - (answers[i - 1] ?? from))
  return {
    p50: quantile(latencies, 0.5) ?? Number.NaN,
    p99: quantile(latencies, 0.99) ?? Number.NaN,
    longestGap: Math.max(...gaps),
    asked: within.length,
    unanswered: within.filter(({ ok }) => !ok).length,
  }
}
