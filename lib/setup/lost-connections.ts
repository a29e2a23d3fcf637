import type { Worker } from 'node:cluster'

/** What cluster tells a worker with each connection, and what the worker answers: that it took number `ack`. */
type Message = { act?: string; seq?: number; ack?: number }
type Handle = { close: () => void }

/** Some of what it said may be read only after it is gone. */
const lastWordsMs = 500

/**
 * Closes connections that were on their way to a worker when it died. node:cluster forgets them: nobody answers and nobody hangs up,
 * and the client waits for as long as it can. It follows messages of cluster's own; if a version of Node.js has others, this finds
 * nothing to close, and e2e/several-processes.spec.ts says so.
 */
export function closeLostConnections({ process: child }: Worker): void {
  const onTheirWay = new Map<number | undefined, Handle>()
  const { send } = child
  const watched = (message: Message, handle?: Handle, ...rest: unknown[]) => {
    if (handle && message.act === 'newconn') onTheirWay.set(message.seq, handle)
    return Reflect.apply(send, child, [message, handle, ...rest])
  }
  child.send = watched as typeof send
  child.on('internalMessage', ({ ack }: Message) => onTheirWay.delete(ack))
  const close = () => {
    for (const handle of onTheirWay.values()) handle.close()
  }
  child.once('exit', () => setTimeout(close, lastWordsMs))
}
