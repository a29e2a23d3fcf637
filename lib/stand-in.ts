/**
 * Makes a class pass for one of the platform's, `instanceof` included: every member it lacks is that of `whole()`, the platform's
 * object it stands for, which need not exist before. `own` lists members that instances carry themselves.
 */
export function standIn(prototype: { whole(): object }, platform: object, own: string[] = []): void {
  for (const name of Reflect.ownKeys(platform)) {
    if (Object.hasOwn(prototype, name) || own.includes(String(name))) continue
    const { get, value } = Object.getOwnPropertyDescriptor(platform, name) ?? {}
    if (get) {
      Object.defineProperty(prototype, name, {
        get(this: typeof prototype) {
          return get.call(this.whole())
        },
      })
    } else if (typeof value === 'function') {
      Object.defineProperty(prototype, name, {
        value(this: typeof prototype, ...words: unknown[]) {
          return value.apply(this.whole(), words)
        },
      })
    }
  }
  Object.setPrototypeOf(prototype, platform)
}
