import { fieldText } from './words'

/** One value that an event changed, in words; null where there was none, or is none any more. */
export type Change = {
  field: string
  before: string | null
  after: string | null
  /** Of a list only what went stands before, and only what came stands after. */
  isList: boolean
}

/**
 * What an event changed, value by value, from what was recorded before and after it. Of lists only what went and what came: the
 * rest did not change. Anything may stand there; whatever it is becomes plain text.
 */
export function changesOf({ before, after }: { before: unknown; after: unknown }): Change[] {
  const [was, is] = [flat(before), flat(after)]
  return [...new Set([...was.keys(), ...is.keys()])].map((field) => {
    const [old, now] = [was.get(field), is.get(field)]
    const isList = Array.isArray(old) && Array.isArray(now)
    const [gone, come] = isList ? [without(old, now), without(now, old)] : [old, now]
    return { field: pathText(field), before: text(gone), after: text(come), isList }
  })
}

/** Everything that was recorded on one side of an event, whole, each value as "Field: value". */
export function recordedText(recorded: unknown): string[] {
  return [...flat(recorded)].map(([field, value]) => `${pathText(field)}: ${text(value) ?? 'None'}`)
}

const pathText = (path: string) => path.split('.').map(fieldText).join(', ')

/** Values by the path that leads to them. */
function flat(recorded: unknown, path: string[] = []): Map<string, unknown> {
  if (recorded === null || recorded === undefined) return new Map(path.length > 0 ? [[path.join('.'), recorded]] : [])
  if (typeof recorded !== 'object' || Array.isArray(recorded)) return new Map([[path.join('.') || 'value', recorded]])
  return new Map(Object.entries(recorded).flatMap(([key, value]) => [...flat(value, [...path, key])]))
}

const without = (list: unknown[], other: unknown[]) => list.filter((item) => !other.includes(item))

const instant = /^\d{4}-\d\d-\d\dT(\d\d:\d\d)(:\d\d(\.\d+)?)?Z$/

function text(value: unknown): string | null {
  if (value === undefined) return null
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return value.length > 0 ? value.map((item) => text(item) ?? '').join(', ') : null
  if (typeof value === 'object') return JSON.stringify(value)
  const plain = String(value)
  return instant.test(plain) ? plain.replace(instant, (all, time) => `${all.slice(0, 10)} ${time} UTC`) : plain
}
