-- AlterTable
ALTER TABLE "application_credentials" ADD COLUMN     "expiry_chosen_at" TIMESTAMPTZ(3);
