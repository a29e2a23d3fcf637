import { median } from './load/outcome.mjs'
import { pairedRatios } from './paired-ratios.mjs'
import { checks } from './report-checks.mjs'

/** @typedef {import('./measure.mjs').Measurement & { round: number }} Row */

/**
 * The figures as Markdown: medians of all rounds, and the product's rate against each other's of the same round.
 * @param {{ conditions: Record<string, string>, names: Record<string, string>, rows: Row[] }} report
 */
export function markdown({ conditions, names, rows }) {
  const lines = ['# Benchmark', '', ...Object.entries(conditions).map(([name, value]) => `- ${name}: ${value}`), '']
  for (const group of groups(rows, ({ sessions, connections, scenario }) => `${sessions} ${connections} ${scenario}`)) {
    const [{ scenario, connections, sessions }] = group
    lines.push(`## ${scenario}, ${connections} connection${connections === 1 ? '' : 's'}, ${sessions.toLocaleString('en')} sessions`, '')
    lines.push('| | req/s | product ÷ this, by round | server CPU ms/req | PostgreSQL | generator | p50 ms | p99 ms | wrong | lost |')
    lines.push('|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|')
    for (const own of groups(group, ({ target }) => target)) lines.push(line(own, group, names))
    lines.push('')
  }
  return [...lines, ...checks(rows), ''].join('\n')
}

function line(/** @type {Row[]} */ own, /** @type {Row[]} */ group, /** @type {Record<string, string>} */ names) {
  const [{ target, scenario }] = own
  const middle = (/** @type {(row: Row) => number | undefined} */ pick, /** @type {number} */ digits) => {
    const value = median(own.map(pick).filter((one) => one !== undefined))
    return value === undefined ? '–' : value.toFixed(digits)
  }
  const ratios = scenario.endsWith('-half') ? [] : pairedRatios(group, 'product', target, (row) => row.rate)
  const spread =
    ratios.length > 0 ? `${median(ratios)?.toFixed(2)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})` : '–'
  const sum = (/** @type {(row: Row) => number} */ pick) => own.reduce((total, row) => total + pick(row), 0)
  const wrong = sum(({ errors }) => Object.values(errors).reduce((a, b) => a + b, 0))
  const lost = own.some((row) => row.issued > 0 && row.lost !== undefined)
    ? `${sum((row) => row.lost ?? 0)} of ${sum((row) => row.issued)}`
    : '–'
  return `| ${[
    names[target],
    middle((row) => row.rate, 0),
    spread,
    middle((row) => row.serverCpu, 3),
    middle((row) => row.databaseCpu, 3),
    middle((row) => row.generatorCpu, 3),
    middle((row) => row.p50, 2),
    middle((row) => row.p99, 2),
    wrong,
    lost,
  ].join(' | ')} |`
}

function groups(/** @type {Row[]} */ rows, /** @type {(row: Row) => string} */ key) {
  /** @type {Map<string, Row[]>} */ const found = new Map()
  for (const row of rows) found.set(key(row), [...(found.get(key(row)) ?? []), row])
  return [...found.values()]
}
