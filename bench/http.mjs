// Requests as the bytes that go out: built by the generator with string concatenation, for it shares the machine with what it measures.

/** A form post. `form` is already encoded: nothing in it needs escaping. */
export function post(/** @type {string} */ path, /** @type {string} */ form) {
  return `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n${form}`
}

/** A GET with a bearer token. */
export function get(/** @type {string} */ path, /** @type {string} */ token) {
  return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nAccept: application/json\r\n\r\n`
}
