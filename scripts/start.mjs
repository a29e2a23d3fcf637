// `npm start`: from a fresh clone to a running product. `--demo` loads a demonstration company into an empty database;
// `--dev` (`npm run dev`) serves from source with hot reload instead of building.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`This needs Node.js 20.19 or newer; this is ${process.versions.node}. Install a current release and start again.`)
  process.exit(1)
}

const dev = process.argv.includes('--dev')
process.env.NODE_ENV = dev ? 'development' : 'production'
process.env.NEXT_TELEMETRY_DISABLED = '1'

try {
  const { readEnvironment } = await import('./environment.mjs')
  readEnvironment()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
try {
  const { root } = await import('./run.mjs')
  const { ensureGenerated, ensureInstalled } = await import('./install.mjs')
  const { bundleServer, ensureBuilt } = await import('./build.mjs')
  process.chdir(root)
  await ensureInstalled()
  await ensureGenerated()
  await (dev ? bundleServer() : ensureBuilt())
} catch (error) {
  console.error(`The product could not be prepared: ${error.message}. What failed is explained above; correct it and start again.`)
  process.exit(1)
}
// In this process, so that signals reach the server itself.
await import('../dist/server.mjs')

// npm runs this under a shell that dies of a signal without handing it on; an orphan must not keep the port and the database.
if (process.env.npm_lifecycle_event) {
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  watch.unref()
}
