import { describe, expect, test } from 'vitest'
import { BodyTooLarge, readBody } from './read-body'

const bytes = (...values: number[]) => Uint8Array.from(values)

/** A request whose body arrives in these chunks; `read` counts how many were asked for. */
function chunked(chunks: Uint8Array[], headers: Record<string, string> = {}) {
  const source = { read: 0 }
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = chunks[source.read++]
        if (chunk) controller.enqueue(chunk)
        else controller.close()
      },
    },
    { highWaterMark: 0 },
  )
  const init = { method: 'POST', headers, body, duplex: 'half' }
  return { request: new Request('http://localhost/', init), source }
}

const post = (body: BodyInit | null) => new Request('http://localhost/', { method: 'POST', body })

describe('a body is read as UTF-8 text', () => {
  test.each(['', 'a=b', 'Zürich 夜間 😀', '\r\n\0'])('%j', async (text) => {
    expect(await readBody(post(text), 100)).toBe(text)
  })

  test('none at all is the empty text', async () => {
    expect(await readBody(post(null), 100)).toBe('')
    expect(await readBody(new Request('http://localhost/'), 100)).toBe('')
  })

  test('a character split between two chunks is one character', async () => {
    expect(await readBody(chunked([bytes(0xf0, 0x9f), bytes(0x98, 0x80)]).request, 100)).toBe('😀')
  })

  test.each([
    ['a lone continuation byte', bytes(0x61, 0x80)],
    ['a character cut off', bytes(0xe2, 0x82)],
    ['an overlong form', bytes(0xc0, 0xaf)],
    ['a surrogate', bytes(0xed, 0xa0, 0x80)],
    ['Latin-1', bytes(0x5a, 0xfc, 0x72)],
    ['UTF-16', bytes(0xff, 0xfe, 0x61, 0x00)],
  ])('%s is refused', async (_name, body) => {
    await expect(readBody(post(body), 100)).rejects.toBeInstanceOf(TypeError)
  })
})

describe('a body is at most so many bytes long', () => {
  test('to the byte, and in bytes, not characters', async () => {
    expect(await readBody(post('x'.repeat(100)), 100)).toHaveLength(100)
    await expect(readBody(post('x'.repeat(101)), 100)).rejects.toBeInstanceOf(BodyTooLarge)
    expect(await readBody(post('ü'.repeat(50)), 100)).toHaveLength(50)
    await expect(readBody(post('ü'.repeat(51)), 100)).rejects.toBeInstanceOf(BodyTooLarge)
  })

  test('one that says it is longer is not read at all', async () => {
    const { request, source } = chunked([bytes(0x61)], { 'content-length': '101' })
    await expect(readBody(request, 100)).rejects.toBeInstanceOf(BodyTooLarge)
    expect(source.read).toBe(0)
  })

  test('one that says it is shorter, or does not say, is read no further than the limit', async () => {
    for (const said of [undefined, '1', 'many']) {
      const headers: Record<string, string> = said === undefined ? {} : { 'content-length': said }
      const { request, source } = chunked(Array(1000).fill(new Uint8Array(40)), headers)
      await expect(readBody(request, 100)).rejects.toBeInstanceOf(BodyTooLarge)
      expect(source.read).toBeLessThanOrEqual(4)
    }
  })
})
