// Loaded into a server that is watched: on SIGUSR2 it collects garbage if it can, and writes its heap into a file named after it.
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')

process.on('SIGUSR2', () => {
  collect()
  writeFileSync(join(tmpdir(), `heap-${process.pid}`), String(process.memoryUsage().heapUsed))
})
