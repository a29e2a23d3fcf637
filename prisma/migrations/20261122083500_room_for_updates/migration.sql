-- These rows change in place all the time (last used, calls of the hour), in columns that no index covers. With room left on their
-- page the new version stays there and no index is touched.
ALTER TABLE "sessions" SET (fillfactor = 80);
ALTER TABLE "application_credentials" SET (fillfactor = 50);
ALTER TABLE "api_call_hours" SET (fillfactor = 90);
