import { StartError } from '@/lib/start-error'
import type { Settings } from './session-settings'

/**
 * The settings in a connection's `options`: words like `-c name=value`, `-cname=value` and `--name=value`, in which a backslash keeps
 * the character after it (libpq's rules).
 * @throws {StartError} when it holds anything else, which only PostgreSQL itself could be given
 */
export function settingsIn(options: string): Settings {
  const words = [...options.matchAll(/(?:\\.|\S)+/gs)].map(([word]) => word.replace(/\\(.)/gs, '$1'))
  const settings: Settings = {}
  while (words.length > 0) {
    const word = words.shift() ?? ''
    const [, name, value] = /^(?:--|-c)?([A-Za-z_][\w.-]*)=(.*)$/s.exec(word === '-c' ? `-c${words.shift()}` : word) ?? []
    if (!name || value === undefined || !word.startsWith('-')) {
      throw new StartError(`The pooler in DATABASE_URL refuses options, and not all of them can be set otherwise (${word}). Remove it.`)
    }
    settings[name.replaceAll('-', '_')] = value
  }
  return settings
}
