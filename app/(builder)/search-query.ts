/** The query of the address a page is rendered for, as Next hands it to pages. */
export async function searchQuery(searchParams: Promise<Record<string, string | string[] | undefined>>): Promise<URLSearchParams> {
  const entries = Object.entries(await searchParams).flatMap(([name, value = []]) => [value].flat().map((one) => [name, one]))
  return new URLSearchParams(entries)
}
