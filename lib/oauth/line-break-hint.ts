/** What to tell whoever sent a value that ends in a line break, as `echo` and many editors add one; empty if none does. */
export function lineBreakHint(sent: Record<string, string | undefined>): string {
  const names = Object.keys(sent).filter((name) => /[\r\n]$/.test(sent[name] ?? ''))
  return names.length === 0
    ? ''
    : ` What you sent as ${names.join(' and ')} ends in a line break: send it without, e.g. by printf in place of echo.`
}
