import { z } from 'zod'

// In the browser, where the content security policy forbids eval: zod would try it at the first schema, and that is reported.
if (typeof window !== 'undefined') z.config({ jitless: true })

/**
 * Any text that can be stored: JSON and JavaScript can hold half a surrogate pair, UTF-8 and PostgreSQL cannot. Every schema of a text
 * that people or programs send, and that is stored, begins with it. In what is only looked for the driver replaces it, and nothing is found.
 */
export const wellFormed = z.string().regex(/^\P{Surrogate}*$/u, 'Remove broken characters.')
