/**
 * A column of a statement: `sql` as any reader may select it, `wire` as the token path does, in the text that costs least to write and
 * to read, and `read`, what becomes of that text.
 */
export type Column<T> = { sql: string; wire: string; read: (text: string) => T }

/** Columns by the name they get in a row. */
export type Columns = Record<string, Column<unknown>>

/** A row of them; whatever is NULL in the database is null. */
export type RowOf<C extends Columns> = { [Name in keyof C]: C[Name] extends Column<infer T> ? T : never }

const plain = <T>(sql: string, read: (text: string) => T): Column<T> => ({ sql, wire: sql, read })

/** `text`, `uuid` and whatever else is taken as it is written. */
export const text = (sql: string): Column<string> => plain(sql, (value) => value)

export const number = (sql: string): Column<number> => plain(sql, Number)

export const flag = (sql: string): Column<boolean> => plain(sql, (value) => value === 't')

export const bytes = (sql: string): Column<Buffer> => plain(sql, (value) => Buffer.from(value.slice(2), 'hex'))

/** A `timestamptz`, in whole milliseconds: as a number it costs half of what a date in words does, on both sides. */
export const instant = (sql: string): Column<Date> => ({
  sql,
  wire: `date_part('epoch', ${sql}) * 1000`,
  read: (value) => new Date(Math.round(Number(value))),
})

/** A `text[]` of words without spaces, such as access options. */
export const words = (sql: string): Column<string[]> => ({
  sql,
  wire: `array_to_string(${sql}, ' ')`,
  read: (joined) => (joined === '' ? [] : joined.split(' ')),
})

/** One that may be NULL. */
export const optional = <T>(column: Column<T>): Column<T | null> => column

/** For a statement whose rows pg reads: every column under its name. */
export const selectList = (columns: Columns): string =>
  Object.entries(columns)
    .map(([name, { sql }]) => `${sql} AS "${name}"`)
    .join(', ')

/** For a statement of the token path, whose rows are read by place. */
export const wireList = (columns: Columns): string =>
  Object.values(columns)
    .map(({ wire }) => wire)
    .join(', ')

/** Makes a row of the fields that {@link wireList} selected. */
export function reader<C extends Columns>(columns: C): (fields: (string | null)[]) => RowOf<C> {
  const readers = Object.entries(columns).map(([name, { read }]) => [name, read] as const)
  // Copied for each row: all have one shape from the start.
  const empty = Object.fromEntries(readers.map(([name]) => [name, null]))
  return (fields) => {
    const row: Record<string, unknown> = { ...empty }
    readers.forEach(([name, read], i) => {
      const field = fields[i]
      if (typeof field === 'string') row[name] = read(field)
    })
    return row as RowOf<C>
  }
}
