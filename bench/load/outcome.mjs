/** @typedef {{ latencies: number[], errors: Map<string, number>, seconds: number }} Outcome latencies in ms */

/** The value below which `share` of the sorted numbers lie. */
export const quantile = (/** @type {number[]} */ sorted, /** @type {number} */ share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]

/** The median; of an even count the mean of the middle two; undefined of none. */
export function median(/** @type {number[]} */ numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  if (sorted.length === 0) return undefined
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
