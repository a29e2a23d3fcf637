/** The unique index a Prisma error (P2002) names, else undefined. Driver adapters report it under the adapter's own error. */
export function violatedUniqueIndex(error: unknown): string | undefined {
  // Not instanceof: the error may come from another bundle's copy of the client.
  const { code, meta } = error as {
    code?: string
    meta?: { driverAdapterError?: { cause?: { constraint?: { index?: string; fields?: string[] } } } }
  }
  if (code !== 'P2002') return undefined
  const constraint = meta?.driverAdapterError?.cause?.constraint
  return constraint?.index ?? constraint?.fields?.join('_') ?? 'unknown'
}
