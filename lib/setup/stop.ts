import { log } from '@/lib/log'
import { problemSentence } from './messages'
import { retireMessage, stopMessage } from './workers'

/** What a process does before it may end; retired, it was replaced while its clients go on. */
type Stop = (isRetired: boolean) => Promise<void>

/** SIGTERM, SIGINT or the supervisor's word: accept nothing new, finish what is under way, write what is pending, exit 0. */
export function stopOnSignal(stop: Stop): void {
  const stopOnce = onceThenExit(stop)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stopOnce(false))
  listenToSupervisor(stopOnce)
}

/** Only the supervisor's word: a signal to all processes at once (Ctrl+C, a service manager) is not for one that others still need. */
export function stopOnMessage(stop: Stop): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => {})
  listenToSupervisor(onceThenExit(stop))
}

/** SIGHUP replaces processes where there are several; the only one says that it goes on. Without a listener the signal would end it. */
export function stayOnHangUp(): void {
  process.on('SIGHUP', () => log().warn('SIGHUP does nothing here: there is one process, and it serves on; to start a new release stop it'))
}

function onceThenExit(stop: Stop): Stop {
  let isStopping = false
  return async (isRetired) => {
    if (isStopping) return
    isStopping = true
    try {
      await stop(isRetired)
      process.exit(0)
    } catch (error) {
      console.error(problemSentence(error, 'The server did not stop cleanly'))
      process.exit(1)
    }
  }
}

function listenToSupervisor(stop: Stop) {
  process.on('message', (message) => {
    if (message === stopMessage) void stop(false)
    if (message === retireMessage) void stop(true)
  })
}
