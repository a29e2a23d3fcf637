import type { ReactNode } from 'react'

/** The list, and beside it the panel with one credential's details: opened from the list it lies over it, opened directly it is a page. */
export default function ApplicationCredentialsLayout({ children, panel }: { children: ReactNode; panel: ReactNode }) {
  return (
    <>
      {children}
      {panel}
    </>
  )
}
