import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import { field } from './field-style'

type SelectFieldProps = {
  label: string
  value: string
  options: { value: string; label: string }[]
  onChange: (value: string) => void
}

const style = field()

/** A labelled choice of one from a short list: the browser's own control, which every phone and screen reader knows. */
export function SelectField({ label, value, options, onChange }: SelectFieldProps) {
  const id = useId()
  return (
    <div className={style.root({ className: 'gap-1' })}>
      <label htmlFor={id} className="text-[0.8125rem] text-muted">
        {label}
      </label>
      <div className="relative">
        <select
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={style.box({ className: 'appearance-none truncate py-1 pr-8 pl-2.5' })}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} className="bg-raised">
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden className="pointer-events-none absolute top-2.5 right-2.5 size-4 text-muted" />
      </div>
    </div>
  )
}
