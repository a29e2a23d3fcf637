import type { IncomingMessage, ServerResponse } from 'node:http'
import { clientAddress } from '@/lib/client-address'
import { readAddress } from '@/lib/ip-address'
import { log } from '@/lib/log'
import { places } from './places'
import { refusePage } from './refuse-page'
import { isItsTurn } from './turn'
import { bodyKeeper } from './whole-body'

/** Answers a request for a page or an action; `body` is empty when there was none. */
export type ShowPage = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void | Promise<void>

/** What pages and actions take; everything else is no request for a page. */
const allow = 'GET, HEAD, POST'

/** An action's arguments, and more than an e-mail address, a password and a token need. */
const actionLimitBytes = 1024 * 1024
const signInLimitBytes = 16 * 1024

const busy = 'This page cannot be shown right now, because too much is going on. Try again in a few seconds.'

/**
 * Lets a request for a page through to `show` once nothing about it can keep others waiting: its turn on its connection has come, its
 * body has arrived and is not too large, and there is one of `mostPages` places. A place is free again when the answer has gone out, or its
 * connection has ended.
 */
export function pageRequests(mostPages: number): (request: IncomingMessage, response: ServerResponse, show: ShowPage) => Promise<void> {
  const takeBody = bodyKeeper()
  const takePlace = places(mostPages)
  return async (request, response, show) => {
    if (!(await isItsTurn(request, response))) return
    // A request that is refused before all of it was read: nobody wants the rest.
    response.once('finish', () => request.complete || request.socket.destroySoon())
    if (!allow.split(', ').includes(`${request.method}`)) return refusePage(request, response, 405, `Use one of ${allow}.`, { allow })
    const limitBytes = request.url?.startsWith('/api/auth/') ? signInLimitBytes : actionLimitBytes
    const arrival = await takeBody(request, limitBytes)
    if (!arrival.ok) {
      if (arrival.reason === 'too-large') refusePage(request, response, 413, `Send at most ${limitBytes} bytes.`)
      if (arrival.reason === 'gave-way') refusePage(request, response, 503, busy, { 'retry-after': '2' })
      return
    }
    response.once('close', arrival.release)
    if (response.destroyed) return arrival.release()
    const address = clientAddress(new Headers({ 'x-forwarded-for': String(request.headers['x-forwarded-for']) }))
    if (!takePlace(response, address && readAddress(address).network))
      return refusePage(request, response, 503, busy, { 'retry-after': '2' })
    try {
      await show(request, response, arrival.body)
    } catch (error) {
      log().error({ err: error }, 'a page could not be shown')
      if (response.headersSent) response.destroy()
      else refusePage(request, response, 500, 'The server failed to show this page. Try again; if it persists tell its operator.')
    }
  }
}
