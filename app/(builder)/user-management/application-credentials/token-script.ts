import { asComment } from './inert-text'
import { type ShownCredential, tokenPath } from './shown-credential'

/**
 * A shell script that asks for the Secret Key, requests a token with curl and shows who it acts for. It holds no secret, and hands
 * none to a command as an argument, where other people on the machine could see it.
 */
export function tokenScript({ name, clientId, origin }: ShownCredential): string {
  return `#!/bin/sh
# Requests a token for an application credential and asks who it acts for.
# Name: ${asComment(name)}
set -eu

base_url=${quoted(origin)}
client_id=${quoted(clientId)}

printf 'Secret Key: ' >&2
trap 'stty echo 2>/dev/null || true' EXIT
stty -echo 2>/dev/null || true
IFS= read -r client_secret || [ -n "$client_secret" ]
stty echo 2>/dev/null || true
printf '\\n' >&2

answer=$(printf '%s' "$client_secret" | curl -sS "$base_url${tokenPath}" \\
  --data-urlencode 'grant_type=client_credentials' \\
  --data-urlencode "client_id=$client_id" \\
  --data-urlencode 'client_secret@-')
token=$(printf '%s' "$answer" | sed -n 's/.*"access_token" *: *"\\([^"]*\\)".*/\\1/p')
if [ -z "$token" ]; then
  printf 'No token was issued: %s\\n' "$answer" >&2
  exit 1
fi

printf 'Authorization: Bearer %s' "$token" | curl -sS --fail "$base_url/api/v1/me" -H @-
printf '\\n'
`
}

/** A word in a shell command: nothing in it means anything to the shell. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
