import { describe, expect, test } from 'vitest'
import { noticeMessage } from './message'
import { expiresWords } from './words'

const facts = {
  ownerName: 'Ada Moreau',
  credentialId: '0190c6e2-0000-7000-8000-000000000001',
  credentialName: 'Joiner and leaver sync',
  expiresOn: '2026-12-31',
  expiresZone: 'Europe/London',
}
const now = new Date('2026-12-28T12:00:00Z')
const url = 'https://credentials.example.com'

test('the e-mail says which credential expires when, what that ends, and where to extend it', () => {
  expect(noticeMessage(facts, url, now)).toEqual({
    subject: '“Joiner and leaver sync” expires in 3 days',
    text: `Hello Ada Moreau,

your application credential “Joiner and leaver sync” expires in 3 days: it works through the end of 31 Dec 2026 (Europe/London).

After that its secret key and its access tokens stop working. If it is still needed, choose a later date in Builder:

https://credentials.example.com/user-management/application-credentials/0190c6e2-0000-7000-8000-000000000001

You get this message because you created this credential.
`,
    html: `<p>Hello Ada Moreau,</p>
<p>your application credential “Joiner and leaver sync” expires in 3 days: it works through the end of 31 Dec 2026 (Europe/London).</p>
<p>After that its secret key and its access tokens stop working. If it is still needed, choose a later date in Builder:</p>
<p><a href="https://credentials.example.com/user-management/application-credentials/0190c6e2-0000-7000-8000-000000000001">https://credentials.example.com/user-management/application-credentials/0190c6e2-0000-7000-8000-000000000001</a></p>
<p>You get this message because you created this credential.</p>`,
  })
})

describe('names are inert', () => {
  const name = `<img src=x onerror="alert('1')">&amp;\r\nBcc: everybody@example.com\u202e\u2028`

  test.each(['ownerName', 'credentialName'])('%s', (field) => {
    const { subject, text, html } = noticeMessage({ ...facts, [field]: name }, url, now)
    expect(subject).not.toMatch(/[\r\n\u202e\u2028]/)
    expect(text).not.toMatch(/\r|\nBcc|\u202e|\u2028/)
    expect(html).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;')
    expect(html).not.toMatch(/<img|\r|\nBcc|\u202e/)
  })
})

test.each([
  ['2026-12-28T12:00:00Z', 'expires in 3 days, on 31 Dec 2026'],
  ['2026-12-30T12:00:00Z', 'expires tomorrow, on 31 Dec 2026'],
  ['2026-12-31T23:59:59Z', 'expires today, on 31 Dec 2026'],
])('at %s a credential %s', (time, words) => {
  expect(expiresWords('2026-12-31', 'Europe/London', new Date(time))).toBe(words)
})
