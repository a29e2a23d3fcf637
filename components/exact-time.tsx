/** An instant as date and time of day in `timeZone`, to the second; the zone is in its title. */
export function ExactTime({ instant, timeZone }: { instant: Date; timeZone: string }) {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(instant)
  return (
    // Server and browser may ship different locale data, e.g. "Sep" and "Sept".
    <time
      dateTime={instant.toISOString()}
      title={format({ dateStyle: 'full', timeStyle: 'long' })}
      className="tabular-nums"
      suppressHydrationWarning
    >
      {format({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' })}
    </time>
  )
}
