-- Every call is written to every index. One by credential and time, the primary key, answers all that is asked of the log; calls that
-- are too old are found by way of api_call_hours.
DROP INDEX "api_calls_at_idx";
DROP INDEX "api_calls_credential_id_at_id_idx";
ALTER TABLE "api_calls" DROP CONSTRAINT "api_calls_pkey",
ADD CONSTRAINT "api_calls_pkey" PRIMARY KEY ("credential_id", "at", "id");
