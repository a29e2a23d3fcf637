/** @typedef {Awaited<ReturnType<typeof import('./kills.mjs').killsPart>>} Kills */
/** @typedef {Awaited<ReturnType<typeof import('./attack.mjs').attackPart>>} Attacked */

const headings = [
  'part',
  's',
  'tokens p50',
  'p99',
  'longest gap',
  'pages p50',
  'p99',
  'longest gap',
  'descriptors before, at most, after',
  'MB before, at most, after',
  'held',
]

const ms = (/** @type {number} */ value) => (Number.isNaN(value) ? '–' : `${Math.round(value)}`)
const three = (/** @type {number[]} */ ...values) => values.map((value) => value.toFixed(0)).join(', ')

/** The attacks as a Markdown table, times in ms. */
export function attacksTable(/** @type {Attacked[]} */ attacks) {
  const rows = attacks.map(({ name, seconds, before, worst, after, seen, problems }) => [
    name,
    seconds.toFixed(0),
    ...[seen.token, seen.page].flatMap(({ p50, p99, longestGap }) => [ms(p50), ms(p99), ms(longestGap)]),
    three(before.descriptors, worst.descriptors, after.descriptors),
    three(before.mb, worst.mb, after.mb),
    problems.length === 0 ? 'yes' : 'NO',
  ])
  return table(headings, rows)
}

/** The kills as a Markdown table: how many of each, and the longest time until tokens and pages were answered again, in ms. */
export function killsTable(/** @type {Kills} */ { kills }) {
  const victims = [...new Set(kills.map(({ victim }) => victim))].sort()
  const longest = (/** @type {(number | undefined)[]} */ times) =>
    times.includes(undefined) ? 'never' : ms(Math.max(.../** @type {number[]} */ (times)))
  const rows = victims.map((victim) => {
    const some = kills.filter((kill) => kill.victim === victim)
    return [victim, `${some.length}`, longest(some.map(({ token }) => token)), longest(some.map(({ page }) => page))]
  })
  return table(['killed', 'times', 'tokens again after', 'pages again after'], rows)
}

function table(/** @type {string[]} */ head, /** @type {string[][]} */ rows) {
  const widths = head.map((text, i) => Math.max(text.length, ...rows.map((row) => row[i].length)))
  const line = (/** @type {string[]} */ cells) =>
    `| ${cells.map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i]))).join(' | ')} |`
  const rule = `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  return [line(head), rule, ...rows.map(line)].join('\n')
}
