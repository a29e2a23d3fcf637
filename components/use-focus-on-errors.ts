import { type RefCallback, useCallback, useEffect, useRef } from 'react'
import { focusFirstInvalid } from './focus-first-invalid'

/**
 * The ref of a form whose first invalid field gets focus when submitting it brings errors: one entry for each wrong field. Errors that
 * go one by one while fields are corrected move nobody.
 */
export function useFocusOnErrors(errors: object): RefCallback<HTMLFormElement> {
  const form = useRef<HTMLFormElement>(null)
  const isSubmitted = useRef(false)
  useEffect(() => {
    if (!isSubmitted.current || Object.keys(errors).length === 0) return
    isSubmitted.current = false
    focusFirstInvalid(form.current)
  }, [errors])
  return useCallback((element: HTMLFormElement) => {
    const onSubmit = () => {
      isSubmitted.current = true
    }
    form.current = element
    element.addEventListener('submit', onSubmit)
    return () => {
      element.removeEventListener('submit', onSubmit)
      form.current = null
    }
  }, [])
}
