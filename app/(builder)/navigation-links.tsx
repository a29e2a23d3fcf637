'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { navigation } from './navigation'

type NavigationLinksProps = { features: string[]; onFollow?: () => void }

/** The navigation's groups and links, as far as these access options reach; `onFollow` lets a drawer close itself. */
export function NavigationLinks({ features, onFollow }: NavigationLinksProps) {
  const path = usePathname()
  const groups = navigation
    .map(({ label, items }) => ({ label, items: items.filter(({ feature }) => !feature || features.includes(feature)) }))
    .filter(({ items }) => items.length > 0)
  return (
    <nav aria-label="Builder" className="grid gap-5">
      {groups.map((group) => (
        <div key={group.label} className="grid gap-1">
          <h2 className="px-2.5 font-medium text-muted text-xs">{group.label}</h2>
          <ul className="grid gap-0.5">
            {group.items.map(({ label, href, icon: Icon }) => (
              <li key={href}>
                <Link
                  href={href}
                  onClick={onFollow}
                  aria-current={currentOf(href, path)}
                  className="flex min-h-9 items-center gap-2.5 rounded-md px-2.5 hover:bg-hover aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-accent"
                >
                  <Icon aria-hidden className="size-4 shrink-0" />
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

/** A page below an item's own belongs to it without being it. */
function currentOf(href: string, path: string): 'page' | 'true' | undefined {
  if (path === href) return 'page'
  return path.startsWith(`${href}/`) ? 'true' : undefined
}
