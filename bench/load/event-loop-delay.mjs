// Loaded before a server process (NODE_OPTIONS=--import): measures how late its event loop is, and tells on a socket named after the
// process in the folder EVENT_LOOP_DELAY. Each question answers for the time since the last one.
import { createServer } from 'node:net'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

const folder = process.env.EVENT_LOOP_DELAY
// Kinds of processes are told apart by their first argument (server.ts); the embedded database knows only one.
const kind = ['machines', 'pages'].find((word) => process.argv[2] === word) ?? 'main'
if (folder && isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  createServer((socket) => {
    socket.end(JSON.stringify({ p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 }))
    delay.reset()
  })
    .listen(join(folder, kind))
    .unref()
}
