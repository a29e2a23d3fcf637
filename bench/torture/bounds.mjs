/** Pages and tokens may be without an answer for no longer than this during an attack, in ms. */
export const longestGapMs = 3_000

/**
 * After a kill, or when an outage of the database ends, both answer again within this time, in ms. When the whole server was killed the
 * time of an orderly start comes on top: that is the machine's.
 */
export const longestComebackMs = 10_000

/** What an attack made the server take is given back within this time, in ms … */
export const restMs = 10_000

/** … but for so many file descriptors, and so much memory. */
export const descriptorsLeft = (/** @type {number} */ before) => before * 1.1 + 20
export const mbLeft = (/** @type {number} */ before) => before + 150
