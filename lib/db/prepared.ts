import type { Connection, Pool, QueryConfig, Submittable } from 'pg'
import { canWrite, isBelieved, needsBeat, noteCommit } from './beat'

/**
 * A statement of the token path. Its parameters go as the texts PostgreSQL reads, its rows come as they were sent. One that only reads
 * says so: its answer need not wait for a commit.
 */
export type Prepared = { name: string; text: string; isRead?: boolean }

type Fields = (string | null)[]

/** What pg's connection can do beyond what its types say. */
type Wire = Connection & {
  parsedStatements: Record<string, string | undefined>
  parse: (statement: Prepared & { types: number[] }) => void
  bind: (portal: { statement: string; values: Fields }) => void
  execute: (portal: object) => void
  flush: () => void
}

const beat = `SELECT ${canWrite}`

/**
 * Runs a statement prepared once for each connection. What pg's own query does besides on every execution – having each column
 * described again, finding its parser, raising an event for each row – costs more than the rest of the look-up.
 *
 * A second after its connection last committed anything, a statement carries a beat: a commit of nothing, in the same trip. So no answer
 * is believed that a server gave 5 s after it last proved to be the primary: it fails as if the database were away, and its connection
 * is left. The embedded database has no beats.
 */
export function runPrepared(pool: Pool, statement: Prepared, values: Fields): Promise<Fields[]> {
  return new Promise((resolve, reject) => {
    const query = new PreparedQuery(statement, values, resolve)
    // Called when the connection is free again, or has failed. A callback, for the pool makes several promises of one.
    const done = (error: Error | null, rows: unknown) => (error ? reject(error) : resolve(rows as Fields[]))
    pool.query(query as unknown as QueryConfig, done)
  })
}

/** One execution, as pg's client hands it what the server says (its interface for query classes such as pg-cursor). */
class PreparedQuery implements Submittable {
  readonly name: string
  readonly text: string
  readonly #isRead: boolean
  readonly #values: Fields
  readonly #answer: (rows: Fields[]) => void
  readonly #rows: Fields[] = []
  #carriesBeat = false
  /** How the statement ended, `INSERT 0 5` or the like; what comes after that is the beat. */
  #ending: string | undefined
  #couldWrite: string | null | undefined
  /** The client's: takes the error, or the rows, and then the connection is free. */
  callback: ((error: Error | null, rows?: Fields[]) => void) | undefined

  constructor({ name, text, isRead = false }: Prepared, values: Fields, answer: (rows: Fields[]) => void) {
    this.name = name
    this.text = text
    this.#isRead = isRead
    this.#values = values
    this.#answer = answer
  }

  submit(connection: Connection): null {
    const wire = connection as Wire
    this.#carriesBeat = needsBeat(connection)
    wire.stream.cork()
    if (wire.parsedStatements[this.name] === undefined) wire.parse({ name: this.name, text: this.text, types: [] })
    wire.bind({ statement: this.name, values: this.#values })
    wire.execute({})
    if (this.#carriesBeat) {
      // The server sends what it has read before it begins to commit.
      wire.flush()
      wire.parse({ name: '', text: beat, types: [] })
      wire.bind({ statement: '', values: [] })
      wire.execute({})
    }
    wire.sync()
    wire.stream.uncork()
    return null
  }

  handleDataRow({ fields }: { fields: Fields }): void {
    if (this.#ending === undefined) this.#rows.push(fields)
    else this.#couldWrite = fields[0]
  }

  handleCommandComplete({ text }: { text: string }, connection: Connection): void {
    if (this.#ending !== undefined) return
    this.#ending = text
    if (this.#carriesBeat && this.#isRead && isBelieved(connection)) this.#answer(this.#rows)
  }

  handleReadyForQuery(connection: Connection): void {
    const isReadOnly = this.#carriesBeat && this.#couldWrite !== 't'
    if (!isReadOnly && (this.#carriesBeat || hasWritten(this.#ending))) noteCommit(connection)
    if (!isReadOnly && isBelieved(connection)) this.callback?.(null, this.#rows)
    else this.callback?.(disbelieved(isReadOnly))
  }

  handleError(error: Error): void {
    this.callback?.(error)
  }
}

/** A statement that changed no row may have committed nothing. */
const hasWritten = (ending = '') => /^(INSERT|UPDATE|DELETE) .*[1-9]/.test(ending)

function disbelieved(isReadOnly: boolean) {
  const reason = isReadOnly ? 'its server has become read-only' : 'its server has not committed anything for 5 s'
  return Object.assign(new Error(`The answer of a connection is not believed: ${reason}`), { code: '25006' })
}

/** What an array parameter may hold; an instant goes as seconds since 1970, for `to_timestamp`: words cost both sides several times that. */
export type Item = string | number | Buffer | Date | null

/** An array parameter of the statements of {@link runPrepared}. */
export function arrayParameter(items: Item[]): string {
  let text = '{'
  for (let i = 0; i < items.length; i++) text += i === 0 ? element(items[i]) : `,${element(items[i])}`
  return `${text}}`
}

const special = /["\\]/g

function element(item: Item | undefined) {
  if (item === null || item === undefined) return 'NULL'
  if (typeof item === 'number') return String(item)
  if (item instanceof Date) return String(item.getTime() / 1000)
  if (typeof item !== 'string') return `"\\\\x${item.toString('hex')}"`
  // Most have nothing to escape, and looking costs less than replacing.
  return `"${item.includes('"') || item.includes('\\') ? item.replace(special, '\\$&') : item}"`
}
