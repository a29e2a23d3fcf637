-- Housekeeping looks for sessions that have idled out among those not ended yet, and forgets those ended long ago. A new session is in
-- the first index only, as it was in the one before.
DROP INDEX "sessions_issued_at_idx";
CREATE INDEX "sessions_issued_at_idx" ON "sessions"("issued_at") WHERE "revoked_at" IS NULL;
CREATE INDEX "sessions_revoked_at_idx" ON "sessions"("revoked_at") WHERE "revoked_at" IS NOT NULL;
