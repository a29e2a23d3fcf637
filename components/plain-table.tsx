import type { ReactNode } from 'react'

/** A column of a `PlainTable`; its header also labels the value in a card. */
export type PlainColumn<Row> = {
  header: string
  cell: (row: Row) => ReactNode
  /** `rowHeader` names its row, `number` is set flush right, `buttons` needs no visible header. */
  kind?: 'rowHeader' | 'number' | 'buttons'
}

type PlainTableProps<Row> = { caption: string; columns: PlainColumn<Row>[]; rows: Row[]; rowId: (row: Row) => string }

const cellStyle =
  'px-2.5 py-2 text-left align-middle font-normal @3xl:first:pl-3.5 @3xl:last:pr-3.5 @max-3xl:grid @max-3xl:grid-cols-[6rem_1fr] @max-3xl:gap-2 @max-3xl:px-0 @max-3xl:py-1 @max-3xl:before:text-muted @max-3xl:before:content-[attr(data-label)/""]'
const kindStyle = { rowHeader: 'font-medium', number: '@3xl:text-right tabular-nums', buttons: '@3xl:text-right' }

/** A table in the order it is given. Where its place is narrow, each row is a card. */
export function PlainTable<Row>({ caption, columns, rows, rowId }: PlainTableProps<Row>) {
  return (
    <div className="@container">
      <table className="w-full border-collapse @3xl:rounded-lg @max-3xl:block">
        <caption className="sr-only">{caption}</caption>
        <thead className="@max-3xl:sr-only">
          <tr className="border-line border-b">
            {columns.map(({ header, kind }) => (
              <th
                key={header}
                scope="col"
                className={`px-2.5 py-2 font-medium text-[0.8125rem] text-muted first:pl-3.5 last:pr-3.5 ${kind === 'number' ? 'text-right' : 'text-left'}`}
              >
                {kind === 'buttons' ? <span className="sr-only">{header}</span> : header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="@max-3xl:grid @max-3xl:gap-2.5">
          {rows.map((row) => (
            <tr
              key={rowId(row)}
              className="border-line border-b last:border-b-0 @max-3xl:block @max-3xl:rounded-lg @max-3xl:border @max-3xl:bg-surface @max-3xl:p-3 @max-3xl:last:border-b"
            >
              {columns.map(({ header, kind, cell }) =>
                kind === 'rowHeader' ? (
                  <th key={header} scope="row" data-label={header} className={`${cellStyle} ${kindStyle.rowHeader}`}>
                    <div className="min-w-0">{cell(row)}</div>
                  </th>
                ) : (
                  <td key={header} data-label={kind === 'buttons' ? '' : header} className={`${cellStyle} ${kind ? kindStyle[kind] : ''}`}>
                    <div className="min-w-0">{cell(row)}</div>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
