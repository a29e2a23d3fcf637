/** A table with more rows is shown in pages of so many. */
export const rowsPerPage = 25
