// Run as a program of its own: locks the folder it is named when it is told to ("go" on standard input), says how that went, and holds it.
import { lockFolder } from '@/lib/db/lock-folder'

const [folder = '', patience] = process.argv.slice(2)
process.stdin.once('data', async () => {
  try {
    await lockFolder(folder, patience === 'patient')
    console.log('holds it')
  } catch (error) {
    console.log((error as Error).name === 'StartError' ? 'refused' : String(error))
    process.exit(0)
  }
})
console.log('waits')
