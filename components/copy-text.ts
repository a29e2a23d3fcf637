/**
 * Puts `text` on the clipboard and resolves to whether that is known to have worked.
 * Where the clipboard API is missing or refused (no secure context, no permission) a text area inside `container` is copied
 * instead; inside, because a modal takes focus back from anything outside it.
 */
export async function copyText(text: string, container: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text, container)
  }
}

function copyBySelection(text: string, container: HTMLElement): boolean {
  const focused = document.activeElement
  const area = document.createElement('textarea')
  area.value = text
  area.readOnly = true
  area.className = 'fixed top-0 left-0 size-px opacity-0'
  area.setAttribute('aria-hidden', 'true')
  for (const [name, value] of Object.entries(keepOut)) area.setAttribute(name, value)
  container.append(area)
  area.select()
  let copied = false
  try {
    copied = document.execCommand('copy')
  } catch {
    copied = false
  }
  area.remove()
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  return copied
}

/** Attributes that keep browsers, translators and password managers away from an element that holds a secret. */
export const keepOut = {
  autocomplete: 'off',
  spellcheck: 'false',
  translate: 'no',
  'data-1p-ignore': 'true',
  'data-bwignore': 'true',
  'data-lpignore': 'true',
  'data-form-type': 'other',
}
