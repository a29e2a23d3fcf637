/** No panel: a details page opened directly, or reloaded, needs none. */
export default function NoPanel() {
  return null
}
