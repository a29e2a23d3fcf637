// `npm run reset-password -- person@example.com`: a new password for somebody who has lost theirs, printed once. Takes the database
// from the same environment variables as `npm start`.
process.env.NODE_ENV = 'production'

try {
  const { readEnvironment } = await import('./environment.mjs')
  readEnvironment()
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
try {
  const { root } = await import('./run.mjs')
  const { ensureGenerated, ensureInstalled } = await import('./install.mjs')
  const { bundle } = await import('./build.mjs')
  process.chdir(root)
  await ensureInstalled()
  await ensureGenerated()
  await bundle('lib/setup/reset-password-command.ts', 'dist/reset-password.mjs')
} catch (error) {
  console.error(`The command could not be prepared: ${error.message}. What failed is explained above; correct it and try again.`)
  process.exit(1)
}
const { resetPasswordCommand } = await import('../dist/reset-password.mjs')
process.exit(await resetPasswordCommand(process.argv.slice(2)))
