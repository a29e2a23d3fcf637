import { type ShownCredential, tokenPath } from './shown-credential'

/** A Postman environment: all that "Postman collection" needs, the secret included. */
export function postmanEnvironment({ name, clientId, secret, origin }: ShownCredential) {
  const value = (key: string, text: string, type: 'default' | 'secret' = 'default') => ({ key, value: text, type, enabled: true })
  return {
    name: `${name} – ${origin}`,
    values: [value('base_url', origin), value('client_id', clientId), value('client_secret', secret, 'secret')],
    _postman_variable_scope: 'environment',
  }
}

const storeToken = [
  "pm.test('a token was issued', () => pm.response.to.have.status(200))",
  "pm.collectionVariables.set('access_token', pm.response.json().access_token)",
]
const checkAnswer = ["pm.test('the token works', () => pm.response.to.have.status(200))"]

/**
 * A Postman collection (format v2.1): requests a token, keeps it, and asks with it who it acts for. Holds no secret: that comes from
 * the environment, or is typed into the collection's own variables.
 */
export function postmanCollection({ name, clientId, origin }: ShownCredential) {
  return {
    info: { name, schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    variable: [
      { key: 'base_url', value: origin },
      { key: 'client_id', value: clientId },
      { key: 'client_secret', value: '' },
      { key: 'access_token', value: '' },
    ],
    item: [
      {
        name: 'Get a token',
        event: [script(storeToken)],
        request: {
          method: 'POST',
          auth: { type: 'noauth' },
          header: [],
          url: `{{base_url}}${tokenPath}`,
          body: {
            mode: 'urlencoded',
            urlencoded: [
              { key: 'grant_type', value: 'client_credentials' },
              { key: 'client_id', value: '{{client_id}}' },
              { key: 'client_secret', value: '{{client_secret}}' },
            ],
          },
        },
      },
      {
        name: 'Who am I',
        event: [script(checkAnswer)],
        request: {
          method: 'GET',
          auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{access_token}}', type: 'string' }] },
          header: [],
          url: '{{base_url}}/api/v1/me',
        },
      },
    ],
  }
}

const script = (exec: string[]) => ({ listen: 'test', script: { type: 'text/javascript', exec } })
