import pg from 'pg'

/** Every target's connections to PostgreSQL: as many as the product's default. */
export function openPool() {
  return new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
}

/** Where to listen. */
export const port = Number(process.env.PORT)
