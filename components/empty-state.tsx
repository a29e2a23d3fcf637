import type { ReactNode } from 'react'

/** A list with nothing in it yet: one sentence, what to do, and how it works step by step. */
export function EmptyState({ sentence, action, steps }: { sentence: string; action: ReactNode; steps: { title: string; text: string }[] }) {
  return (
    <div className="grid justify-items-center gap-5 rounded-lg border border-line bg-surface px-5 py-10 text-center">
      <p className="max-w-prose text-base">{sentence}</p>
      {action}
      <section aria-label="How it works" className="mt-3 w-full max-w-4xl border-line border-t pt-6">
        <h2 className="font-medium text-muted">How it works</h2>
        <ol className="mt-4 grid gap-5 text-left md:grid-cols-3">
          {steps.map(({ title, text }, index) => (
            <li key={title} className="flex gap-3">
              <span
                aria-hidden
                className="grid size-6 shrink-0 place-items-center rounded-full bg-accent-soft font-semibold text-accent text-xs"
              >
                {index + 1}
              </span>
              <div>
                <p className="font-medium">{title}</p>
                <p className="text-muted">{text}</p>
              </div>
            </li>
          ))}
        </ol>
      </section>
    </div>
  )
}
