/**
 * Whether a notice n of a credential c still says what is true at `$1`: that expiry is still ahead, the credential works, and no more
 * urgent notice has followed. Whoever shows or sends notices asks for the same.
 */
export const isCurrent = `
  c.expires_at = n.expires_at AND n.expires_at > $1::timestamptz AND c.disabled_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM notices later WHERE later.credential_id = n.credential_id AND later.expires_at = n.expires_at
    AND later.days_before < n.days_before)`
