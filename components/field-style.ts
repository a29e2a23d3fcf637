import { tv } from 'tailwind-variants'

/** The parts every form field is drawn with. */
export const field = tv({
  slots: {
    root: 'grid content-start gap-1.5',
    label: 'font-medium',
    box: [
      'min-h-9 w-full rounded-md border border-edge bg-surface text-ink placeholder:text-muted invalid:border-danger',
      'focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-0',
    ],
    hint: 'text-muted text-[0.8125rem]',
    error: 'flex items-center gap-1.5 font-medium text-danger text-[0.8125rem]',
  },
})
