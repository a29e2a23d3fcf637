'use client'

import {
  createColumnHelper,
  createPaginatedRowModel,
  createSortedRowModel,
  type RowData,
  rowPaginationFeature,
  rowSortingFeature,
  type TableOptions,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { Pagination } from './pagination'
import { rowsPerPage } from './rows-per-page'
import { SortHeader } from './sort-header'

const features = tableFeatures({
  rowSortingFeature,
  rowPaginationFeature,
  sortedRowModel: createSortedRowModel(),
  paginatedRowModel: createPaginatedRowModel(),
})

/** The columns of a `DataTable`. Headers must be plain words: on narrow screens they label the values. */
export type DataColumns<Row extends RowData> = TableOptions<typeof features, Row>['columns']

/** Makes the columns of rows of one type. */
export function columnsFor<Row extends RowData>() {
  return createColumnHelper<typeof features, Row>()
}

type DataTableProps<Row extends RowData> = {
  caption: string
  columns: DataColumns<Row>
  rows: Row[]
  /** Given when `rows` is but one page of so many, already sorted by the server. */
  rowCount?: number
  rowId: (row: Row) => string
  /** Id of the column whose cell names its row. */
  rowHeader: string
  /** Id of the column it is sorted by, and which way round. */
  sort: { column: string; isDescending: boolean }
  onSort: (sort: { column: string; isDescending: boolean }) => void
  /** From 1; one past the end shows the last. */
  page: number
  onPage: (page: number) => void
}

const cellStyle = [
  'px-1.5 py-2 text-left 2xl:px-2.5 align-middle font-normal',
  'max-sm:grid max-sm:grid-cols-[6rem_1fr] max-sm:items-baseline max-sm:gap-2 max-sm:px-0 max-sm:py-1',
  'max-sm:before:text-muted max-sm:before:content-[attr(data-label)/""]',
  // A column of buttons needs no label in a card, only a place.
  'max-sm:data-buttons:absolute max-sm:data-buttons:top-2 max-sm:data-buttons:right-2 max-sm:data-buttons:block max-sm:data-buttons:p-0',
  'max-sm:data-buttons:before:content-none',
].join(' ')

const rowHeaderStyle =
  'py-2 pr-2 pl-4 text-left align-middle font-semibold wrap-break-word min-w-30 max-sm:block max-sm:px-0 max-sm:pt-0 max-sm:pr-10 max-sm:text-base'

/** A table whose columns can be sorted by their headers. On narrow screens each row is a card and the headers a strip above. */
export function DataTable<Row extends RowData>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowId, rowHeader, sort, onSort, page, onPage, rowCount = rows.length } = props
  const isOnePage = props.rowCount !== undefined
  const pageCount = Math.max(1, Math.ceil(rowCount / rowsPerPage))
  const shownPage = Math.min(page, pageCount)
  const table = useTable({
    features,
    columns,
    data: rows,
    getRowId: rowId,
    state: {
      sorting: [{ id: sort.column, desc: sort.isDescending }],
      pagination: { pageIndex: shownPage - 1, pageSize: rowsPerPage },
    },
    rowCount,
    manualSorting: isOnePage,
    manualPagination: isOnePage,
    autoResetPageIndex: false,
    enableSortingRemoval: false,
    enableMultiSort: false,
  })
  return (
    <>
      <table className="w-full border-collapse max-sm:block">
        <caption className="sr-only">{caption}</caption>
        <thead className="max-sm:block">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} className="relative border-line border-b max-sm:flex max-sm:overflow-x-auto max-sm:border-0 max-sm:pb-2">
              {group.headers.map((header) => (
                <SortHeader
                  key={header.id}
                  direction={header.column.getIsSorted()}
                  onSort={
                    header.column.getCanSort()
                      ? () => onSort({ column: header.column.id, isDescending: header.column.getIsSorted() === 'asc' })
                      : undefined
                  }
                >
                  <table.FlexRender header={header} />
                </SortHeader>
              ))}
            </tr>
          ))}
        </thead>
        <tbody className="max-sm:grid max-sm:gap-3">
          {table.getRowModel().rows.map((row) => (
            <tr
              key={row.id}
              className="border-line border-b bg-surface last:border-b-0 hover:bg-hover/50 max-sm:relative max-sm:block max-sm:rounded-lg max-sm:border max-sm:p-3.5 max-sm:last:border-b"
            >
              {row.getAllCells().map((cell) =>
                cell.column.id === rowHeader ? (
                  <th key={cell.id} scope="row" className={rowHeaderStyle}>
                    <table.FlexRender cell={cell} />
                  </th>
                ) : (
                  <td
                    key={cell.id}
                    data-label={String(cell.column.columnDef.header)}
                    data-buttons={cell.column.getCanSort() ? undefined : ''}
                    className={cellStyle}
                  >
                    <div className="min-w-0">
                      <table.FlexRender cell={cell} />
                    </div>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {pageCount > 1 && <Pagination page={shownPage} pageCount={pageCount} pageSize={rowsPerPage} rowCount={rowCount} onPage={onPage} />}
    </>
  )
}
