/** No panel over the list itself. */
export default function NoPanel() {
  return null
}
