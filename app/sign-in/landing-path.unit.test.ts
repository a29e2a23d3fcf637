import { expect, test } from 'vitest'
import { landingPath } from './landing-path'

const home = '/user-management/application-credentials'

test.each(['/', '/account', '/administration/audit?page=2#top', '/sign-in?next=//x'])(
  'after sign-in a person lands where they were going: %s',
  (path) => {
    expect(landingPath(path)).toBe(path)
  },
)

test.each([
  undefined,
  '',
  'account',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/a\\..\\evil',
  'https://evil.example',
  'javascript:alert(1)',
])('nothing but a path of this site is a landing place: %j', (path) => {
  expect(landingPath(path)).toBe(home)
})
