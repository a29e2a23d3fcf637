import { Duplex } from 'node:stream'
import type { PGlite } from '@electric-sql/pglite'
import { asError } from './pglite-error'

const TERMINATE = 'X'.charCodeAt(0)

/**
 * A socket whose other end is a PGlite database in this process, so that the ordinary `pg` driver – and with it one Prisma
 * adapter and one SQL path – serves both the embedded database and PostgreSQL.
 */
export class PGliteSocket extends Duplex {
  constructor(private readonly db: PGlite) {
    super()
  }

  connect() {
    setImmediate(() => this.emit('connect'))
    return this
  }

  override _read() {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void) {
    this.exchange(chunk).then(
      () => done(),
      (thrown) => done(asError(thrown)),
    )
  }

  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void) {
    this.exchange(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(
      () => done(),
      (thrown) => done(asError(thrown)),
    )
  }

  private async exchange(message: Buffer) {
    if (message[0] === TERMINATE) {
      // PGlite is one backend for its whole life: leave it as a fresh connection would find it.
      await this.db.exec('ROLLBACK')
      await this.db.exec('DISCARD ALL')
      this.push(null)
      return
    }
    const answer = await this.db.execProtocolRaw(message)
    if (answer.length > 0) this.push(answer)
  }

  setNoDelay() {
    return this
  }
  setKeepAlive() {
    return this
  }
  ref() {
    return this
  }
  unref() {
    return this
  }
}
