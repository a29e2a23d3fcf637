import { KeyRound, type LucideIcon } from 'lucide-react'
import type { Route } from 'next'

/** One page of Builder in the navigation. */
export type NavigationItem = { label: string; href: Route; icon: LucideIcon }

/** Builder's navigation: groups in order, each with the pages that exist. */
export const navigation: { label: string; items: NavigationItem[] }[] = [
  {
    label: 'User Management',
    items: [{ label: 'Application Credentials', href: '/user-management/application-credentials', icon: KeyRound }],
  },
]
