import { database } from '@/lib/db/client'
import { apiEndpoint, json } from './endpoint'

/** `GET /api/health`: 200 while requests can be served, 503 while the database cannot be reached. */
export const health = apiEndpoint({
  GET: async () => {
    try {
      await database().pool.query('SELECT 1')
      return json({ status: 'ok' })
    } catch {
      return json({ status: 'unavailable' }, 503, { 'retry-after': '5' })
    }
  },
})
