/** Moves focus to the first field of `form` that is marked invalid, if there is one. */
export function focusFirstInvalid(form: HTMLElement | null): void {
  form?.querySelector<HTMLElement>('[data-invalid] :is(input:not([hidden], :disabled), [role="spinbutton"])')?.focus()
}
