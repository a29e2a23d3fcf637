// Stands in for `server-only` outside Next.js, where there is no client bundle to protect.
export {}
