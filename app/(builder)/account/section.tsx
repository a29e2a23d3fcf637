import { type ReactNode, useId } from 'react'

/** A part of the account page: its title and a note on the left, what it is about on the right. */
export function Section({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-8 gap-y-4 rounded-lg border border-line bg-surface p-4 sm:p-6 md:grid-cols-[14rem_1fr]"
    >
      <div>
        <h2 id={id} className="font-semibold text-base">
          {title}
        </h2>
        <p className="text-muted">{note}</p>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  )
}
