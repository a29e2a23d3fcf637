import { median } from './load/outcome.mjs'
import { pairedRatios } from './paired-ratios.mjs'

/** @typedef {import('./report.mjs').Row} Row */

const rate = (/** @type {Row} */ row) => row.rate
const serverCpu = (/** @type {Row} */ row) => row.serverCpu
const wholeCpu = (/** @type {Row} */ row) => row.serverCpu && row.serverCpu + (row.databaseCpu ?? 0)

/** What the product promises: how many times the rate of another target, at least. @type {[scenario: string, target: string, atLeast: number][]} */
const promises = [
  ['issue', 'oidc-provider', 2],
  ['issue', 'http-floor', 1],
  ['check', 'oidc-provider', 1.3],
  ['check', 'oidc-provider-client', 1.3],
  ['check', 'oidc-provider-userinfo', 1.3],
  ['check', 'http-floor', 0.9],
  ['introspect', 'oidc-provider', 3],
  ['issue', 'better-auth', 4],
  ['check', 'better-auth', 4],
  ['introspect', 'better-auth', 4],
]

/** The promises against the figures, as lines of Markdown; what was not measured is left out. */
export function checks(/** @type {Row[]} */ rows) {
  const smallest = Math.min(...rows.map((row) => row.sessions))
  const lines = ['## Promises', '', '| | median | promised | kept |', '|---|--:|--:|---|']
  const judge = (
    /** @type {string} */ what,
    /** @type {number | undefined} */ value,
    /** @type {'≥' | '≤'} */ sign,
    /** @type {number} */ limit,
  ) => {
    if (value === undefined) return
    lines.push(
      `| ${what} | ${value.toFixed(2)} | ${sign} ${limit} | ${(sign === '≥' ? value >= limit : value <= limit) ? 'yes' : '**no**'} |`,
    )
  }
  for (const connections of new Set(rows.map((row) => row.connections))) {
    const at = (/** @type {string} */ scenario, /** @type {number} */ sessions) =>
      rows.filter((row) => row.scenario === scenario && row.connections === connections && row.sessions === sessions)
    for (const [scenario, target, atLeast] of promises) {
      const ratio = median(pairedRatios(at(scenario, smallest), 'product', target, rate))
      judge(`${scenario}, ${connections} connections: req/s against ${target}`, ratio, '≥', atLeast)
    }
    for (const scenario of new Set(rows.map((row) => row.scenario))) {
      const routes = median(pairedRatios(at(scenario, smallest), 'product-routes', 'next-floor', serverCpu))
      if (!scenario.endsWith('-half'))
        judge(`${scenario}, ${connections} connections: route handlers' server CPU against a no-op's`, routes, '≤', 1.25)
      const half = at(scenario, smallest).filter((row) => row.target === 'product' && scenario.endsWith('-half'))
      judge(`${scenario}, ${connections} connections: p99 against the median`, median(half.map((row) => row.p99 / row.p50)), '≤', 5)
      for (const sessions of new Set(rows.map((row) => row.sessions))) {
        if (sessions === smallest) continue
        const grown = at(scenario, sessions).flatMap((row) => {
          const before = at(scenario, smallest).find((other) => other.target === row.target && other.round === row.round)
          const [now, then] = [wholeCpu(row), before && wholeCpu(before)]
          return row.target === 'product' && now && then ? [now / then] : []
        })
        judge(`${scenario}, ${connections} connections: CPU with ${sessions} sessions against ${smallest}`, median(grown), '≤', 1.15)
      }
    }
  }
  const lost = rows.reduce((sum, row) => sum + (row.target.startsWith('product') ? (row.lost ?? 0) : 0), 0)
  judge('answered tokens that are not in the database', lost, '≤', 0)
  return lines
}
