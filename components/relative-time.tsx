const steps = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto', style: 'short' })

/** How long ago `instant` was at `now`, e.g. "3 hrs ago"; the exact instant in `timeZone` is its title. */
export function RelativeTime({ instant, now, timeZone }: { instant: Date; now: Date; timeZone: string }) {
  const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long', timeZone })
  return (
    // Server and browser may ship different locale data, e.g. "Sep" and "Sept".
    <time dateTime={instant.toISOString()} title={exact.format(instant)} className="whitespace-nowrap" suppressHydrationWarning>
      {ago(Math.round((instant.getTime() - now.getTime()) / 1000))}
    </time>
  )
}

function ago(seconds: number): string {
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit)
  }
  return 'just now'
}
