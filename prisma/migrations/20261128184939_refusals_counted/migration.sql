-- AlterTable
ALTER TABLE "api_call_hours" ADD COLUMN     "refused_requests" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "wrong_secrets" INTEGER NOT NULL DEFAULT 0;
