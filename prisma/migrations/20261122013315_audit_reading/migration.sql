-- DropIndex
DROP INDEX "audit_events_action_id_idx";

-- DropIndex
DROP INDEX "audit_events_actor_id_id_idx";

-- DropIndex
DROP INDEX "audit_events_at_idx";

-- DropIndex
DROP INDEX "audit_events_target_id_id_idx";

-- AlterTable
ALTER TABLE "failed_attempts" ADD COLUMN     "reported_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "audit_events_at_id_idx" ON "audit_events"("at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_events_actor_id_at_id_idx" ON "audit_events"("actor_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_events_target_id_at_id_idx" ON "audit_events"("target_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_events_action_at_id_idx" ON "audit_events"("action", "at" DESC, "id" DESC);

-- By hand: Prisma knows no expressions. The area of an action is what stands before its first dot.
CREATE INDEX "audit_events_area_at_id_idx" ON "audit_events"(split_part("action", '.', 1), "at" DESC, "id" DESC);
-- Names are looked for by how they begin, in any letter case.
CREATE INDEX "audit_events_actor_name_idx" ON "audit_events"(lower("actor_name") text_pattern_ops, "at" DESC, "id" DESC);
CREATE INDEX "audit_events_target_name_idx" ON "audit_events"(lower("target_name") text_pattern_ops, "at" DESC, "id" DESC);

-- By hand: emptying the table is no way round either.
CREATE TRIGGER "audit_events_no_truncate" BEFORE TRUNCATE ON "audit_events"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
