// Without the letters and digits that are easily taken for one another: passwords are read out and typed.
const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const length = 20

/** A random password, made in the browser: 20 characters, 116 bits. */
export function generatePassword(): string {
  const unbiased = 256 - (256 % alphabet.length)
  let password = ''
  while (password.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length * 2))) {
      if (byte < unbiased && password.length < length) password += alphabet[byte % alphabet.length]
    }
  }
  return password
}
