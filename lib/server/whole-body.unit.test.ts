import { createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Arrival, bodyKeeper, type TakeBody } from './whole-body'

let server: Server
let port: number
let takeBody: TakeBody
let arrivals: Arrival[]
let isReleased: boolean

beforeEach(async () => {
  arrivals = []
  isReleased = true
  takeBody = bodyKeeper(1_000_000)
  server = createServer(async (request: IncomingMessage, response) => {
    const arrival = await takeBody(request, 400_000)
    arrivals.push(arrival)
    if (arrival.ok && isReleased) arrival.release()
    const said = arrival.ok ? `${arrival.body.length}` : arrival.reason
    response.writeHead(200, { connection: 'close', 'content-length': said.length }).end(said)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(async () => {
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  })
})

const head = (length: number) => `POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ${length}\r\n\r\n`
function send(bytes: string) {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1')
  socket.on('error', () => {})
  socket.write(bytes)
  return socket
}
const post = (length: number) => text(send(head(length) + 'x'.repeat(length)))

test('bodies that were released are held no longer: however many come one after the other', async () => {
  for (let i = 0; i < 20; i++) expect(await post(400_000)).toMatch(/400000$/)
})

test('when bodies hold too much together, the one that has been arriving longest gives way', async () => {
  const slow = send(`${head(390_000)}${'x'.repeat(300_000)}`)
  await new Promise((resolve) => setTimeout(resolve, 50))
  isReleased = false
  const others = [await post(200_000), await post(200_000)]
  expect(await text(slow)).toMatch(/gave-way$/)
  expect(others).toEqual([expect.stringMatching(/200000$/), expect.stringMatching(/200000$/)])
})

test('a body in chunks of one byte takes no more memory than any other', async () => {
  const bytes = `POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(100_000)}0\r\n\r\n`
  expect(await text(send(bytes))).toMatch(/100000$/)
  const [arrival] = arrivals
  expect(arrival?.ok && arrival.body.toString()).toBe('x'.repeat(100_000))
  expect(arrival?.ok && arrival.body.buffer.byteLength).toBeLessThanOrEqual(400_000)
})
