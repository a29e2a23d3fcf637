import { AsyncLocalStorage } from 'node:async_hooks'
import { onePerProcess } from '@/lib/db/batch'

/** On whose behalf passwords are hashed or compared, where that is known (`withPasswordPlace`): sources take turns. */
export const passwordSource = onePerProcess('password-source', () => new AsyncLocalStorage<string>())
