-- CreateTable
CREATE TABLE "roles_state" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "roles_state_pkey" PRIMARY KEY ("id")
);

-- Processes remember what roles carry and compare this with every token they look up. A time and not a number that is counted up: one that
-- comes back with a backup must not meet a memory of what was counted after it. Always a later one, even where the clock stands still for
-- a millisecond or was set back.
CREATE FUNCTION "note_roles_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "roles_state" AS s ("id", "changed_at") VALUES (1, clock_timestamp())
    ON CONFLICT ("id") DO UPDATE SET "changed_at" = GREATEST(EXCLUDED."changed_at", s."changed_at" + interval '1 microsecond');
    RETURN NULL;
END
$$;

-- At the commit, in a row that nothing else locks: whoever waits for it keeps nobody else waiting for what they need to finish.
CREATE CONSTRAINT TRIGGER "roles_note_change" AFTER INSERT OR UPDATE OR DELETE ON "roles"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "note_roles_change"();
CREATE TRIGGER "roles_note_truncate" AFTER TRUNCATE ON "roles" FOR EACH STATEMENT EXECUTE FUNCTION "note_roles_change"();
INSERT INTO "roles_state" ("changed_at") VALUES (clock_timestamp());
