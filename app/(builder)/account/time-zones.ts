/** A time zone to choose, with what its clocks are ahead of UTC at the moment, e.g. "GMT+1". */
export type TimeZoneChoice = { id: string; label: string; hint: string }

/** Every time zone this runtime knows, and `current` even if it is not among them, by name. */
export function timeZoneChoices(current: string, now: Date): TimeZoneChoice[] {
  const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', current])
  return [...zones].sort().map((id) => ({ id, label: id.replaceAll('_', ' '), hint: offsetOf(id, now) }))
}

function offsetOf(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}
