import { tv } from 'tailwind-variants'

/** How a button, or a link that looks like one, is drawn. */
export const buttonStyle = tv({
  base: [
    'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md border border-transparent font-medium',
    'transition-colors disabled:cursor-default disabled:opacity-55 pending:opacity-75 forced-colors:border-[ButtonText]',
  ],
  variants: {
    tone: {
      primary: 'bg-accent-solid text-on-accent hover:bg-accent-solid-hover',
      secondary: 'border-edge/60 bg-surface text-ink hover:bg-hover pressed:bg-hover',
      quiet: 'text-muted hover:bg-hover hover:text-ink pressed:bg-hover',
      danger: 'bg-danger-solid text-on-danger hover:bg-danger-solid-hover',
      bar: 'text-on-bar hover:bg-bar-hover focus-visible:outline-on-bar pressed:bg-bar-hover',
    },
    size: {
      medium: 'h-9 px-3.5',
      small: 'h-8 px-2.5 text-[0.8125rem]',
      icon: 'size-8',
    },
  },
  defaultVariants: { tone: 'secondary', size: 'medium' },
})
