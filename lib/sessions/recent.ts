/**
 * SQL, true of sessions s that were not ended and, by settings g, have not idled out at `now`, a parameter such as `$1`: most that are dead
 * are left out by it. Whether a session lives is for the one rule to say (`causeOfDeath`).
 */
export const isRecent = (now: string): string =>
  `s.revoked_at IS NULL AND s.last_used_at > ${now}::timestamptz - make_interval(secs => g.idle_session_timeout_seconds)`
