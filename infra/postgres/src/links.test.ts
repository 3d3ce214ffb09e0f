import { lstatSync, mkdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { ensureLinks } from './links.ts'

test('missing links are made, those that are there stay', () =>
  withFolder(async (folder) => {
    const home = join(folder, 'native')
    mkdirSync(join(home, 'lib'), { recursive: true })
    const source = 'native/lib/libpq.so.5.18'
    const links = ['native/lib/libpq.so', 'native/lib/libpq.so.5'].map((target) => ({
      source,
      target,
    }))
    writeFileSync(join(home, 'pg-symlinks.json'), JSON.stringify(links))
    ensureLinks(home)
    const { ino } = lstatSync(join(home, 'lib', 'libpq.so'))

    ensureLinks(home)

    expect(readlinkSync(join(home, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18')
    expect(lstatSync(join(home, 'lib', 'libpq.so')).ino).toBe(ino)
  }))

test('a list of another shape is refused', () =>
  withFolder(async (folder) => {
    writeFileSync(join(folder, 'pg-symlinks.json'), '[{"from":"a","to":"b"}]')

    expect(() => ensureLinks(folder)).toThrow(`in ${join(folder, 'pg-symlinks.json')}`)
  }))

test('no list, no links', () => withFolder(async (folder) => ensureLinks(folder)))
