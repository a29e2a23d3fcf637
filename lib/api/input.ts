import { z } from 'zod'
import { BodyTooLarge, readBody } from '@/lib/read-body'
import { requestAddress } from '@/lib/request-address'
import { invalidField, Problem } from './problem'

const limitBytes = 64 * 1024

/** Reads and checks a JSON body. @throws {Problem} 415, 413, 400 `invalid_json` or 422 `invalid_fields` */
export async function readJson<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.infer<Schema>> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw new Problem(415, 'unsupported_media_type', 'Send a JSON body with Content-Type: application/json.')
  return checked(schema, await parseJson(request))
}

/** Checks query parameters; one sent twice or unknown is refused. @throws {Problem} 422 `invalid_fields` */
export function readQuery<Schema extends z.ZodType>(request: Request, schema: Schema): z.infer<Schema> {
  const { searchParams } = requestAddress(request)
  const query: Record<string, string> = Object.create(null)
  for (const [name, value] of searchParams) {
    if (name in query) throw invalidField(name, 'Sent twice.')
    query[name] = value
  }
  return checked(schema, { ...query })
}

/** `limit` and `cursor` of a paged list; `cursor` is the `next_cursor` of the page before. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(100).optional(),
})

/** Said of a cursor this server did not hand out. */
export const wrongCursor = 'Use the next_cursor of the page before.'

async function parseJson(request: Request): Promise<unknown> {
  try {
    return JSON.parse(await readBody(request, limitBytes))
  } catch (error) {
    if (error instanceof BodyTooLarge)
      throw new Problem(413, 'body_too_large', `Send at most ${limitBytes} bytes.`, { connection: 'close' })
    if (error instanceof SyntaxError || error instanceof TypeError)
      throw new Problem(400, 'invalid_json', 'The body is not valid JSON in UTF-8.')
    throw error
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map((issue) => ({ field: issue.path.join('.') || fieldOf(issue), message: issue.message }))
  throw new Problem(422, 'invalid_fields', 'Correct the fields named in errors.', {}, errors)
}

function fieldOf(issue: z.core.$ZodIssue) {
  return issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : ''
}
