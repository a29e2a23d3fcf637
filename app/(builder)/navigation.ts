import { Boxes, KeyRound, type LucideIcon, ScrollText, SlidersHorizontal, UserCog, Users } from 'lucide-react'
import type { Route } from 'next'
import type { Feature } from '@/lib/roles/features'

/** One page of Builder in the navigation; people without the access option `feature` neither see nor open it. */
export type NavigationItem = { label: string; href: Route; icon: LucideIcon; feature?: Feature }

/** Builder's navigation: groups in order, each with its pages. */
export const navigation: { label: string; items: NavigationItem[] }[] = [
  {
    label: 'User Management',
    items: [
      { label: 'Service Agents', href: '/user-management/service-agents', icon: Users, feature: 'users:read' },
      { label: 'User Roles', href: '/user-management/user-roles', icon: UserCog, feature: 'roles:read' },
      { label: 'Application Credentials', href: '/user-management/application-credentials', icon: KeyRound },
    ],
  },
  {
    label: 'System Settings',
    items: [{ label: 'General Settings', href: '/system-settings/general', icon: SlidersHorizontal, feature: 'settings:read' }],
  },
  {
    label: 'Administration',
    items: [
      { label: 'Audit', href: '/administration/audit', icon: ScrollText, feature: 'audit:read' },
      { label: 'Credential Inventory', href: '/administration/credential-inventory', icon: Boxes, feature: 'credentials:oversee' },
    ],
  },
]
