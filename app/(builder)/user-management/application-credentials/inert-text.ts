// Breaks a line, or is not visible and changes how what follows is shown (bidirectional overrides, zero-width characters).
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/** A name on one line, for a comment: nothing in it can end the line or disguise the next one. */
export function asComment(name: string): string {
  return name.replace(invisible, '\ufffd')
}

/** JSON that reads back as the same value, with everything escaped that could be taken for markup or change how the text is shown. */
export function inertJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(/[<>&]|(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)}\n`
}

/** The start of a file name: what is left of a name in plain letters and digits, so that it is safe on every system. */
export function fileStem(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 50)
  // The ending also keeps clear of names that mean a device on Windows.
  return `${plain || 'application'}-credential`.toLowerCase()
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')
}
