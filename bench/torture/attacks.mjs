import { fewDescriptors } from './attacks/few-descriptors.mjs'
import { fullDatabase } from './attacks/full-database.mjs'
import { idleCrowd } from './attacks/idle-crowd.mjs'
import { noConnections } from './attacks/no-connections.mjs'
import { pipelining } from './attacks/pipelining.mjs'
import { readOnly } from './attacks/read-only.mjs'
import { signInFlood } from './attacks/sign-in-flood.mjs'
import { slowBodies } from './attacks/slow-bodies.mjs'
import { slowReaders } from './attacks/slow-readers.mjs'

/** Every attack, in its order; those that want another server or another disk come last. @type {import('./attack.mjs').Attack[]} */
export const attacks = [pipelining, slowBodies, slowReaders, idleCrowd, signInFlood, readOnly, noConnections, fewDescriptors, fullDatabase]

/** Those that this database can suffer. */
export const attacksOn = (/** @type {string} */ database) => attacks.filter(({ databases }) => databases?.includes(database) ?? true)
