import type { ComponentProps } from 'react'

type FormProps = Omit<ComponentProps<'form'>, 'noValidate' | 'onSubmit'> & { onSubmit: () => void }

/** A form that is sent by script: what is wrong with its fields is said by us, not by the browser. */
export function Form({ onSubmit, ...others }: FormProps) {
  return (
    <form
      {...others}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    />
  )
}
