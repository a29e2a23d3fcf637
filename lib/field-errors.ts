import type { z } from 'zod'

/** One message per field of a form, keyed by field name. */
export type FieldErrors<Field extends string> = Partial<Record<Field, string>>

/** Shapes zod issues into one message per field, the first of each. */
export function fieldErrors<Input>(error: z.ZodError<Input>): FieldErrors<keyof Input & string> {
  const errors: FieldErrors<string> = {}
  for (const issue of error.issues) {
    const field = issue.path[0]
    if (field !== undefined) errors[String(field)] ??= issue.message
  }
  return errors as FieldErrors<keyof Input & string>
}
