// Pictures of every state of the screens, for people to look at: `npm run screenshots` writes them into screenshots/.
process.env.E2E_MATCH = '**/screenshots.ts'
await import('./e2e.mjs')
