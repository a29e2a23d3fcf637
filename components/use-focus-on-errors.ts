import { type RefObject, useEffect, useRef } from 'react'
import { focusFirstInvalid } from './focus-first-invalid'

/** The ref of a form whose first invalid field gets focus whenever it is told of errors: one entry for each wrong field. */
export function useFocusOnErrors(errors: object): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (Object.keys(errors).length > 0) focusFirstInvalid(form.current)
  }, [errors])
  return form
}
