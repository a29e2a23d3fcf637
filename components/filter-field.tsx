import { useId } from 'react'
import { field } from './field-style'

type FilterFieldProps = {
  label: string
  placeholder?: string
  value: string
  onChange: (value: string) => void
}

const style = field()

/** A labelled line of text that narrows a list; stands beside select fields and looks like them. */
export function FilterField({ label, placeholder, value, onChange }: FilterFieldProps) {
  const id = useId()
  return (
    <div className={style.root({ className: 'gap-1' })}>
      <label htmlFor={id} className="text-[0.8125rem] text-muted">
        {label}
      </label>
      <input
        id={id}
        type="text"
        maxLength={200}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck="false"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={style.box({ className: 'px-2.5' })}
      />
    </div>
  )
}
