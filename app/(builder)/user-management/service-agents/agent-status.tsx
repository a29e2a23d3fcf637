import { Ban, CircleCheck } from 'lucide-react'
import { StatusBadge } from '@/components/status-badge'

/** Whether a service agent may do anything at all, as icon and words. */
export function AgentStatus({ isDisabled }: { isDisabled: boolean }) {
  return isDisabled ? (
    <StatusBadge icon={Ban} tone="danger" label="Disabled" />
  ) : (
    <StatusBadge icon={CircleCheck} tone="ok" label="Enabled" />
  )
}
