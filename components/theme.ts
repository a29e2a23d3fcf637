/** What a person chose to see. `system` follows the device. */
export type Theme = 'system' | 'light' | 'dark'

/** Reads the `theme` cookie; anything unknown is `system`. */
export function parseTheme(cookie: string | undefined): Theme {
  return cookie === 'light' || cookie === 'dark' ? cookie : 'system'
}

/** Shows a theme now and remembers it for a year in a cookie the server can read, so that the next page does not flash. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  const maxAgeSeconds = theme === 'system' ? 0 : 365 * 24 * 60 * 60
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in insecure contexts, where Builder may run
  document.cookie = `theme=${theme}; Path=/; Max-Age=${maxAgeSeconds}; SameSite=Lax`
}
