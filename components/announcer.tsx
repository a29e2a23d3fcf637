const ids = { polite: 'announcer-polite', assertive: 'announcer-assertive' }

/** The page's two live regions. The data attribute keeps them audible while a modal hides everything else. */
export function Announcer() {
  return (
    <div data-live-announcer="true" className="sr-only">
      <div id={ids.polite} aria-live="polite" aria-atomic="true" />
      <div id={ids.assertive} aria-live="assertive" aria-atomic="true" />
    </div>
  )
}

/** Says `message` to assistive technology: `polite` waits for a pause, `assertive` interrupts. Never pass a secret. */
export function announce(message: string, urgency: 'polite' | 'assertive' = 'polite'): void {
  const region = document.getElementById(ids[urgency])
  if (!region) return
  // The same words twice are only spoken twice if the region was empty in between.
  region.textContent = ''
  setTimeout(() => {
    region.textContent = message
  }, 60)
}
