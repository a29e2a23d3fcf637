import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import { field } from './field-style'

type Option = { value: string; label: string }

type SelectFieldProps = {
  label: string
  value: string
  /** Choices in order; those that belong together can stand in a group with a name of its own. */
  options: (Option | { group: string; options: Option[] })[]
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
          {options.map((option) =>
            'group' in option ? (
              <optgroup key={option.group} label={option.group} className="bg-raised">
                {option.options.map(choice)}
              </optgroup>
            ) : (
              choice(option)
            ),
          )}
        </select>
        <ChevronDown aria-hidden className="pointer-events-none absolute top-2.5 right-2.5 size-4 text-muted" />
      </div>
    </div>
  )
}

function choice({ value, label }: Option) {
  return (
    <option key={value} value={value} className="bg-raised">
      {label}
    </option>
  )
}
