/** How long a browser may take to start saving; until then the text stays in memory. */
const startMs = 10_000

/** Saves `text` as a file named `name` among the person's downloads, without a server in between. */
export function saveFile(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), startMs)
}
