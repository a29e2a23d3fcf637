import { expect, test } from 'vitest'
import { bounds, descriptorLimit } from './descriptors'

const embedded = { databaseUrl: undefined, databasePoolSize: 10, webConcurrency: 1 }
const several = { databaseUrl: 'postgres://x', databasePoolSize: 10, webConcurrency: 2 }

test.each([embedded, several])('connections and what they need stay below the limit, and most are for programs', (config) => {
  for (const limit of [512, 1_024, 4_096, 65_536, 1_048_576]) {
    const { connections, pages } = bounds(config, limit)
    // A page may need a descriptor of its own.
    expect(connections + pages).toBeLessThan(limit)
    expect(pages).toBeLessThanOrEqual(connections / 3 + 1)
    expect(pages).toBeGreaterThanOrEqual(16)
  }
  expect(bounds(config, 1_048_576)).toEqual({ connections: 10_000, pages: 256 })
})

test('the limit is what the system says', () => {
  expect(descriptorLimit()).toBeGreaterThanOrEqual(256)
})
