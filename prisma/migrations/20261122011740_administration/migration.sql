-- AlterTable
ALTER TABLE "application_credentials" ADD COLUMN     "disabled_by_name" TEXT;

-- AlterTable
ALTER TABLE "audit_events" ADD COLUMN     "address" TEXT;

-- AlterTable
ALTER TABLE "roles" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "max_credential_lifetime_days" INTEGER;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "must_change_password" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "notices" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "credential_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "days_before" SMALLINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "email_claimed_at" TIMESTAMPTZ(3),
    "emailed_at" TIMESTAMPTZ(3),

    CONSTRAINT "notices_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "notices_user_id_id_idx" ON "notices"("user_id", "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "notices_credential_id_expires_at_days_before_key" ON "notices"("credential_id", "expires_at", "days_before");

-- CreateIndex
CREATE INDEX "application_credentials_expires_at_idx" ON "application_credentials"("expires_at");

-- CreateIndex
CREATE INDEX "audit_events_actor_id_id_idx" ON "audit_events"("actor_id", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_events_target_id_id_idx" ON "audit_events"("target_id", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_events_action_id_idx" ON "audit_events"("action", "id" DESC);

-- AddForeignKey
ALTER TABLE "notices" ADD CONSTRAINT "notices_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notices" ADD CONSTRAINT "notices_credential_id_fkey" FOREIGN KEY ("credential_id") REFERENCES "application_credentials"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: a ten-year ceiling, far beyond what anybody should allow.
ALTER TABLE "settings" ADD CONSTRAINT "settings_max_credential_lifetime_range" CHECK ("max_credential_lifetime_days" BETWEEN 1 AND 3650);
