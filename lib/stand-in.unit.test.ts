import { expect, test } from 'vitest'
import { standIn } from './stand-in'

/** Stands for an object that costs something to make. */
class Whole {
  #secret = 1
  get secret() {
    return this.#secret
  }
  next(step: number) {
    this.#secret += step
    return this.#secret
  }
  name() {
    return 'whole'
  }
}

class Part {
  static made = 0
  #whole: Whole | undefined
  whole() {
    if (!this.#whole) {
      Part.made += 1
      this.#whole = new Whole()
    }
    return this.#whole
  }
  name() {
    return 'part'
  }
}
standIn(Part.prototype, Whole.prototype, ['constructor'])

const part = () => new Part() as unknown as Whole

test('it is an instance of what it stands for, which is made once, when a member it lacks is touched', () => {
  const before = Part.made
  const stand = part()
  expect(stand).toBeInstanceOf(Whole)
  expect(stand.name()).toBe('part')
  expect(Part.made).toBe(before)
  expect(stand.secret).toBe(1)
  expect([stand.next(2), stand.secret]).toEqual([3, 3])
  expect(Part.made).toBe(before + 1)
})
