import { expect, test } from 'vitest'
import { StartError } from '@/lib/start-error'
import { settingsIn } from './options'

test.each([
  ['', {}],
  ['-c work_mem=7MB', { work_mem: '7MB' }],
  ['-cwork_mem=7MB --geqo=off', { work_mem: '7MB', geqo: 'off' }],
  ['--statement-timeout=5s', { statement_timeout: '5s' }],
  ['-c  search_path=a,b  -c app.name=x=y', { search_path: 'a,b', 'app.name': 'x=y' }],
  ['-c application_name=two\\ words\\\\', { application_name: 'two words\\' }],
  ['-c search_path=\'a\', "b"'.replace(', ', ',\\ '), { search_path: '\'a\', "b"' }],
  ['-c work_mem=1MB -c work_mem=2MB', { work_mem: '2MB' }],
  ['-c empty=', { empty: '' }],
])('the settings in %j', (options, settings) => {
  expect(settingsIn(options)).toEqual(settings)
})

test.each(['-B 100', '-c', '-c work_mem', 'work_mem=7MB', '-c "; DROP=x', '--='])('%j holds what could not be set later', (options) => {
  expect(() => settingsIn(options)).toThrow(StartError)
})
