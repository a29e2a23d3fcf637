import pino, { type Logger } from 'pino'
import { config } from './config'

let logger: Logger | undefined

/** The server's log: JSON lines on standard error, so that standard output stays the operator's. Never give it a secret or a token. */
export function log(): Logger {
  logger ??= pino({ level: config().logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
  return logger
}
