import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a PostgreSQL server that a test can disturb. */
export type Wire = {
  /** The server's URL, by this way. */
  url: string
  /** From now on nothing that the server says arrives, and connections stay open. */
  silence: () => void
  /** From now on nothing arrives that the server says after it has ended a statement. */
  holdAfterStatement: () => void
  /** What was held arrives, and all that follows. */
  release: () => void
  close: () => Promise<void>
}

const commandComplete = 'C'.charCodeAt(0)

/** Opens a way to the PostgreSQL server of `url`. Only for connections without TLS. */
export async function openWire(url: string): Promise<Wire> {
  const sockets = new Set<Socket>()
  const pumps = new Set<() => void>()
  let mode: 'open' | 'silent' | 'hold' = 'open'
  const way = createServer((client) => {
    const { hostname, port } = new URL(url)
    const server = connect(Number(port), hostname)
    for (const socket of [client, server]) sockets.add(socket.on('error', () => {}))
    client.pipe(server)
    server.on('close', () => client.destroy())
    let said = Buffer.alloc(0)
    let isHeld = false
    const pump = () => {
      if (mode === 'open') isHeld = false
      while (mode !== 'silent' && !isHeld && said.length > 4 && said.length > said.readUInt32BE(1)) {
        const length = said.readUInt32BE(1) + 1
        client.write(said.subarray(0, length))
        isHeld = mode === 'hold' && said[0] === commandComplete
        said = said.subarray(length)
      }
    }
    pumps.add(pump)
    server.on('data', (chunk) => {
      said = Buffer.concat([said, chunk])
      pump()
    })
  })
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve))
  const own = new URL(url)
  own.hostname = '127.0.0.1'
  own.port = String((way.address() as AddressInfo).port)
  return {
    url: own.href,
    silence: () => {
      mode = 'silent'
    },
    holdAfterStatement: () => {
      mode = 'hold'
    },
    release: () => {
      mode = 'open'
      for (const pump of pumps) pump()
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => way.close(resolve))
    },
  }
}
