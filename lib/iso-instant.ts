const digits = (length: number) => Array.from({ length: 10 ** length }, (_, n) => String(n).padStart(length, '0'))
const two = digits(2)
const three = digits(3)

/** As `toISOString` (years 1000 to 9999), which takes V8 twice as long, and JSON of a Date four times. */
export function isoInstant(at: Date): string {
  const day = `${at.getUTCFullYear()}-${two[at.getUTCMonth() + 1]}-${two[at.getUTCDate()]}`
  return `${day}T${two[at.getUTCHours()]}:${two[at.getUTCMinutes()]}:${two[at.getUTCSeconds()]}.${three[at.getUTCMilliseconds()]}Z`
}
