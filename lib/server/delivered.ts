import type { Socket } from 'node:net'

/** What Node.js does not say in its types: how many bytes the system has not taken yet. */
type WithHandle = Socket & { _handle?: { writeQueueSize?: number } | null }

/** Bytes of a connection that the system has taken to deliver. `bytesWritten` alone counts those that wait for the reader. */
export const deliveredBytes = (socket: Socket): number => socket.bytesWritten - ((socket as WithHandle)._handle?.writeQueueSize ?? 0)
