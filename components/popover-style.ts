import { tv } from 'tailwind-variants'

/** The floating sheet behind menus and calendars. */
export const popoverStyle = tv({
  base: 'overflow-auto rounded-lg border border-line bg-raised text-ink shadow-raised outline-none entering:animate-appear print:hidden',
})
