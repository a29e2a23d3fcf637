const rows = Array.from({ length: 6 }, (_, index) => `row ${index}`)

/** What is shown while the list is on its way, from 200 ms on: most of the time it is never seen. */
export default function Loading() {
  return (
    <div className="animate-appear-late">
      <p role="status" className="sr-only">
        Loading service agents…
      </p>
      <div aria-hidden className="grid gap-5">
        <div className="h-6 w-56 rounded bg-line" />
        <div className="divide-y divide-line rounded-lg border border-line bg-surface">
          {rows.map((row) => (
            <div key={row} className="flex gap-6 px-4 py-4">
              <div className="h-4 w-1/5 rounded bg-line" />
              <div className="h-4 w-1/4 rounded bg-line" />
              <div className="h-4 grow rounded bg-line" />
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}
