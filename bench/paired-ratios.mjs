/** @typedef {import('./report.mjs').Row} Row */

/**
 * `pick` of one target divided by that of another, for each round of the same scenario and connections in which both were measured.
 * @param {Row[]} rows
 * @param {string} above
 * @param {string} below
 * @param {(row: Row) => number | undefined} pick
 */
export function pairedRatios(rows, above, below, pick) {
  return rows
    .filter(({ target }) => target === above)
    .flatMap((row) => {
      const other = rows.find(({ target, round }) => target === below && round === row.round)
      const a = pick(row)
      const b = other && pick(other)
      return a && b ? [a / b] : []
    })
}
