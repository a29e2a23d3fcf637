-- CreateEnum
CREATE TYPE "role_kind" AS ENUM ('OPERATIONAL', 'BUILDER');

-- CreateEnum
CREATE TYPE "ticket_status" AS ENUM ('NEW', 'IN_PROGRESS', 'CLOSED');

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "time_zone" TEXT,
    "roles_version" INTEGER NOT NULL DEFAULT 0,
    "disabled_at" TIMESTAMPTZ(3),
    "last_sign_in_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "roles" (
    "id" UUID NOT NULL,
    "kind" "role_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "features" TEXT[],
    "standard" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "roles_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_roles" (
    "user_id" UUID NOT NULL,
    "role_id" UUID NOT NULL,

    CONSTRAINT "user_roles_pkey" PRIMARY KEY ("user_id","role_id")
);

-- CreateTable
CREATE TABLE "sign_ins" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "roles_version" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_ins_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "application_credentials" (
    "id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "operational_role_id" UUID NOT NULL,
    "builder_role_id" UUID,
    "expires_on" CHAR(10) NOT NULL,
    "expires_zone" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "secret_hint" TEXT NOT NULL,
    "secret_version" INTEGER NOT NULL DEFAULT 1,
    "secret_created_at" TIMESTAMPTZ(3) NOT NULL,
    "previous_secret_hash" BYTEA,
    "previous_secret_ends_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "application_credentials_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "token_hint" TEXT NOT NULL,
    "credential_id" UUID NOT NULL,
    "operational_role_id" UUID,
    "builder_role_id" UUID,
    "roles_version" INTEGER NOT NULL,
    "secret_version" INTEGER NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "ip" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_calls" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "credential_id" UUID NOT NULL,
    "session_id" UUID,
    "session_hint" TEXT,
    "method" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "status" SMALLINT NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "ip" TEXT,
    "reason" TEXT,

    CONSTRAINT "api_calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_call_hours" (
    "credential_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "succeeded" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "api_call_hours_pkey" PRIMARY KEY ("credential_id","hour")
);

-- CreateTable
CREATE TABLE "failed_attempts" (
    "key" BYTEA NOT NULL,
    "level" DOUBLE PRECISION NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "failed_attempts_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target_type" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "target_name" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settings" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "idle_session_timeout_seconds" INTEGER NOT NULL DEFAULT 1200,
    "activity_retention_days" INTEGER NOT NULL DEFAULT 30,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "server_keys" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "server_keys_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "tickets" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "status" "ticket_status" NOT NULL DEFAULT 'NEW',
    "created_by_id" UUID NOT NULL,
    "assignee_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tickets_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "roles_kind_name_key" ON "roles"("kind", "name");

-- CreateIndex
CREATE INDEX "user_roles_role_id_idx" ON "user_roles"("role_id");

-- CreateIndex
CREATE UNIQUE INDEX "sign_ins_token_hash_key" ON "sign_ins"("token_hash");

-- CreateIndex
CREATE INDEX "sign_ins_user_id_idx" ON "sign_ins"("user_id");

-- CreateIndex
CREATE INDEX "sign_ins_started_at_idx" ON "sign_ins"("started_at");

-- CreateIndex
CREATE UNIQUE INDEX "application_credentials_client_id_key" ON "application_credentials"("client_id");

-- CreateIndex
CREATE INDEX "application_credentials_operational_role_id_idx" ON "application_credentials"("operational_role_id");

-- CreateIndex
CREATE INDEX "application_credentials_builder_role_id_idx" ON "application_credentials"("builder_role_id");

-- CreateIndex
CREATE UNIQUE INDEX "application_credentials_owner_id_name_key" ON "application_credentials"("owner_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions"("token_hash");

-- CreateIndex
CREATE INDEX "sessions_credential_id_idx" ON "sessions"("credential_id");

-- CreateIndex
CREATE INDEX "sessions_issued_at_idx" ON "sessions"("issued_at");

-- CreateIndex
CREATE INDEX "api_calls_credential_id_at_id_idx" ON "api_calls"("credential_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "api_calls_at_idx" ON "api_calls"("at");

-- CreateIndex
CREATE INDEX "api_call_hours_hour_idx" ON "api_call_hours"("hour");

-- CreateIndex
CREATE INDEX "failed_attempts_at_idx" ON "failed_attempts"("at");

-- CreateIndex
CREATE INDEX "audit_events_at_idx" ON "audit_events"("at");

-- CreateIndex
CREATE UNIQUE INDEX "tickets_number_key" ON "tickets"("number");

-- CreateIndex
CREATE INDEX "tickets_assignee_id_idx" ON "tickets"("assignee_id");

-- CreateIndex
CREATE INDEX "tickets_created_by_id_idx" ON "tickets"("created_by_id");

-- AddForeignKey
ALTER TABLE "user_roles" ADD CONSTRAINT "user_roles_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_roles" ADD CONSTRAINT "user_roles_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "roles"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_ins" ADD CONSTRAINT "sign_ins_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_credentials" ADD CONSTRAINT "application_credentials_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_credentials" ADD CONSTRAINT "application_credentials_operational_role_id_fkey" FOREIGN KEY ("operational_role_id") REFERENCES "roles"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_credentials" ADD CONSTRAINT "application_credentials_builder_role_id_fkey" FOREIGN KEY ("builder_role_id") REFERENCES "roles"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_credential_id_fkey" FOREIGN KEY ("credential_id") REFERENCES "application_credentials"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- From here on by hand: what Prisma's schema cannot say.

-- Any change of a person's roles must end their bearer tokens and their sign-ins, whoever makes it: the product, a
-- script or somebody at the SQL prompt. Both carry the roles_version they were issued under, so raising it ends them.
CREATE FUNCTION "raise_roles_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE "users" SET "roles_version" = "roles_version" + 1 WHERE "id" = OLD."user_id";
    END IF;
    IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND NEW."user_id" <> OLD."user_id") THEN
        UPDATE "users" SET "roles_version" = "roles_version" + 1 WHERE "id" = NEW."user_id";
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER "user_roles_raise_roles_version" AFTER INSERT OR UPDATE OR DELETE ON "user_roles"
    FOR EACH ROW EXECUTE FUNCTION "raise_roles_version"();

-- Disabling somebody ends the same things, and enabling them again must not bring them back.
CREATE FUNCTION "raise_own_roles_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW."roles_version" := OLD."roles_version" + 1;
    RETURN NEW;
END
$$;

CREATE TRIGGER "users_disabled_raise_roles_version" BEFORE UPDATE OF "disabled_at" ON "users"
    FOR EACH ROW WHEN (OLD."disabled_at" IS DISTINCT FROM NEW."disabled_at") EXECUTE FUNCTION "raise_own_roles_version"();

-- The audit log is evidence: not even the product may rewrite it. TRUNCATE stays possible (it needs its own privilege).
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_events is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

-- Per statement, so that even a statement that matches no row is refused.
CREATE TRIGGER "audit_events_append_only" BEFORE UPDATE OR DELETE ON "audit_events"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();

-- One row of settings, always there.
ALTER TABLE "settings" ADD CONSTRAINT "settings_one_row" CHECK ("id" = 1);
ALTER TABLE "settings" ADD CONSTRAINT "settings_idle_session_timeout_range" CHECK ("idle_session_timeout_seconds" BETWEEN 1 AND 86400);
ALTER TABLE "settings" ADD CONSTRAINT "settings_activity_retention_range" CHECK ("activity_retention_days" BETWEEN 1 AND 3650);
INSERT INTO "settings" ("id") VALUES (1);
