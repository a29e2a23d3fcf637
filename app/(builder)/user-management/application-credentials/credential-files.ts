import { asComment, fileStem, inertJson } from './inert-text'
import { postmanCollection, postmanEnvironment } from './postman-files'
import { type ShownCredential, tokenPath } from './shown-credential'
import { tokenScript } from './token-script'

/** A file offered under "Download". */
export type CredentialFile = {
  label: string
  fileName: (name: string) => string
  type: string
  /** Whether who has the file has the secret. */
  holdsSecret: boolean
  text: (credential: ShownCredential) => string
}

/** What "Download" offers, in this order. Names a person chose are inert in each of them. */
export const credentialFiles: CredentialFile[] = [
  {
    label: '.env',
    fileName: (name) => `${fileStem(name)}.env`,
    type: 'text/plain',
    holdsSecret: true,
    text: dotenv,
  },
  {
    label: 'JSON',
    fileName: (name) => `${fileStem(name)}.json`,
    type: 'application/json',
    holdsSecret: true,
    text: json,
  },
  {
    label: 'Postman environment',
    fileName: (name) => `${fileStem(name)}.postman_environment.json`,
    type: 'application/json',
    holdsSecret: true,
    text: (credential) => inertJson(postmanEnvironment(credential)),
  },
  {
    label: 'Postman collection',
    fileName: (name) => `${fileStem(name)}.postman_collection.json`,
    type: 'application/json',
    holdsSecret: false,
    text: (credential) => inertJson(postmanCollection(credential)),
  },
  {
    label: 'curl script',
    fileName: (name) => `${fileStem(name)}-token.sh`,
    type: 'text/x-shellscript',
    holdsSecret: false,
    text: tokenScript,
  },
]

// Values without quotes: Docker's --env-file would take those for part of the value, and none of these needs any.
function dotenv({ name, clientId, secret, origin }: ShownCredential): string {
  return [
    `# Application credential: ${asComment(name)}`,
    '# Whoever has this file can act on your behalf. Keep it out of version control.',
    `BASE_URL=${origin}`,
    `TOKEN_URL=${origin}${tokenPath}`,
    `CLIENT_ID=${clientId}`,
    `CLIENT_SECRET=${secret}`,
    '',
  ].join('\n')
}

function json({ name, clientId, secret, origin }: ShownCredential): string {
  return inertJson({
    name,
    base_url: origin,
    token_url: origin + tokenPath,
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: secret,
  })
}
