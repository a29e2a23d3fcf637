/** The choices of the status filter, the most urgent first. */
export const statusOptions = [
  { value: '', label: 'All' },
  { value: 'disabled', label: 'Disabled' },
  { value: 'expired', label: 'Expired' },
  { value: 'role-removed', label: 'Role removed' },
  { value: 'expires-today', label: 'Expires today' },
  { value: 'expiring', label: 'Expires within 14 days' },
  { value: 'never-used', label: 'Never used' },
  { value: 'active', label: 'Active' },
]
