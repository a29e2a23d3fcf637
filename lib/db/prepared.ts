import type { Connection, Pool, Submittable } from 'pg'

/** A statement of the token path. Its parameters go as the texts PostgreSQL reads, its rows come as they were sent. */
export type Prepared = { name: string; text: string }

type Fields = (string | null)[]

/** What pg's connection can do beyond what its types say. */
type Wire = Connection & {
  parsedStatements: Record<string, string | undefined>
  parse: (statement: Prepared & { types: number[] }) => void
  bind: (portal: { statement: string; values: Fields }) => void
  execute: (portal: object) => void
}

/**
 * Runs a statement prepared once for each connection. What pg's own query does besides on every execution – having each column
 * described again, finding its parser, raising an event for each row – costs more than the rest of the look-up.
 */
export function runPrepared(pool: Pool, statement: Prepared, values: Fields): Promise<Fields[]> {
  return pool.query(new PreparedQuery(statement, values)) as unknown as Promise<Fields[]>
}

/** One execution, as pg's client hands it what the server says (its interface for query classes such as pg-cursor). */
class PreparedQuery implements Submittable {
  readonly name: string
  readonly text: string
  readonly #values: Fields
  readonly #rows: Fields[] = []
  /** The client's: takes the error, or the rows. */
  callback: ((error: Error | null, rows?: Fields[]) => void) | undefined

  constructor({ name, text }: Prepared, values: Fields) {
    this.name = name
    this.text = text
    this.#values = values
  }

  submit(connection: Connection): null {
    const wire = connection as Wire
    wire.stream.cork()
    if (wire.parsedStatements[this.name] === undefined) wire.parse({ name: this.name, text: this.text, types: [] })
    wire.bind({ statement: this.name, values: this.#values })
    wire.execute({})
    wire.sync()
    wire.stream.uncork()
    return null
  }

  handleDataRow({ fields }: { fields: Fields }): void {
    this.#rows.push(fields)
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.callback?.(null, this.#rows)
  }

  handleError(error: Error): void {
    this.callback?.(error)
  }
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
