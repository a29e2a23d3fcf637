/**
 * One line of a CSV file (RFC 4180), every field quoted. A field that a spreadsheet would take for a formula gets an apostrophe in
 * front (OWASP, "CSV Injection").
 */
export function csvLine(fields: readonly (string | number | null)[]): string {
  return `${fields.map(csvField).join(',')}\r\n`
}

function csvField(value: string | number | null) {
  if (value === null) return ''
  // A number of ours is no formula even when it is negative.
  if (typeof value === 'number') return String(value)
  const harmless = /^[\s]*[=+\-@\t\r\n|%]/.test(value) ? `'${value}` : value
  return `"${harmless.replaceAll('"', '""')}"`
}
