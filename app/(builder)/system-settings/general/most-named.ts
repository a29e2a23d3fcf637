/** How many credentials of others are named to somebody with these access options: who may not oversee them learns their number only. */
export function mostNamed(features: string[]): number {
  return features.includes('credentials:oversee') ? 100 : 0
}
