import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { afterAll, describe, expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password'
import { isPasswordsBusy, startThreads } from './password-threads'

const folder = mkdtempSync(path.join(tmpdir(), 'threads-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Does what the "password" says, so that threads can be seen to fail. */
const obedient = path.join(folder, 'obedient.mjs')
writeFileSync(
  obedient,
  `import { parentPort, threadId } from 'node:worker_threads'
  parentPort.on('message', ({ password }) => {
    if (password === 'throw') throw new Error('thrown')
    if (password === 'exit') process.exit(3)
    if (password === 'hang') for (;;);
    const end = Date.now() + Number(password)
    while (Date.now() < end);
    parentPort.postMessage(threadId)
  })`,
)

const asked = (password: string) => ({ password, cost: 4 })

test('hashing and comparing leave the thread that answers requests alone', async () => {
  await hashPassword('the thread has started')
  const before = performance.eventLoopUtilization()
  const hashes = await Promise.all(Array.from({ length: 4 }, (_, i) => hashPassword(`password ${i}`)))
  const right = await Promise.all(hashes.map((hash, i) => verifyPassword(`password ${i}`, hash)))
  expect(right).toEqual([true, true, true, true])
  expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.5)
})

describe('a few threads', () => {
  test('no more than there may be', async () => {
    const { run } = startThreads(obedient, 2)
    const ids = await Promise.all(Array.from({ length: 8 }, () => run(asked('300'))))
    expect(new Set(ids).size).toBe(2)
  })

  test('each with one task at a time, in the order asked', async () => {
    const { run } = startThreads(obedient, 1)
    const done: number[] = []
    await Promise.all(['60', '5', '30', '1'].map((word, i) => run(asked(word)).then(() => done.push(i))))
    expect(done).toEqual([0, 1, 2, 3])
  })

  test('one that throws or ends fails its own task only', async () => {
    const { run } = startThreads(obedient, 1)
    const results = await Promise.allSettled(['throw', '1', 'exit', '1'].map((word) => run(asked(word))))
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled'])
    expect(results[0]).toMatchObject({ reason: { message: 'thrown' } })
  })

  test('a file that is not there fails the task and says so', async () => {
    const { run } = startThreads(path.join(folder, 'missing.mjs'), 1)
    await expect(run(asked('1'))).rejects.toThrow('missing.mjs')
  })

  test('every wait has an end: a thread that hangs is replaced, and who waited too long is told', async () => {
    const { run } = startThreads(obedient, 1, 2_500)
    const [hung, waited] = await Promise.allSettled([run(asked('hang')), run(asked('1'))])
    for (const result of [hung, waited]) expect(result?.status === 'rejected' && isPasswordsBusy(result.reason)).toBe(true)
    expect(await run(asked('1'))).toEqual(expect.any(Number))
  })

  test('without work they keep no process alive', async () => {
    const active = () => process.getActiveResourcesInfo().filter((name) => /Worker|MessagePort/.test(name)).length
    const { run } = startThreads(obedient, 1)
    const before = active()
    const running = run(asked('100'))
    const during = active()
    await running
    expect({ during: during - before, after: active() - before }).toEqual({ during: expect.any(Number), after: 0 })
    expect(during).toBeGreaterThan(before)
  })
})

test('sources take turns, and the one with most waiting gives way', async () => {
  const { run, makeRoomFor } = startThreads(obedient, 1)
  const done: string[] = []
  const ask = (source: string) =>
    run(asked('20'), source).then(
      () => done.push(source),
      (error) => done.push(`${source} ${isPasswordsBusy(error) ? 'gave way' : error}`),
    )
  const flood = Array.from({ length: 5 }, () => ask('flood'))
  const others = [ask('one'), ask('other')]
  expect(makeRoomFor('new')).toBe(true)
  await Promise.all([...flood, ...others])
  expect(done).toEqual(['flood gave way', 'flood', 'flood', 'one', 'other', 'flood', 'flood'])
  expect(makeRoomFor('new')).toBe(false)
})
