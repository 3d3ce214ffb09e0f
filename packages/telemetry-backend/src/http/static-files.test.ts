import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withFolder } from '../testing/with-folder.ts'
import { servePage } from './static-files.ts'

async function withPage(run: (ask: (path: string) => ReturnType<typeof shown>) => Promise<void>) {
  await withFolder(async (folder) => {
    const root = join(folder, 'page')
    await mkdir(join(root, 'assets'), { recursive: true })
    await writeFile(join(root, 'index.html'), 'the page')
    await writeFile(join(root, 'assets', 'app-1a2b.js'), 'code')
    await writeFile(join(root, 'icon.svg'), 'icon')
    await writeFile(join(folder, 'secret.txt'), 'secret')
    await run((path) => shown(root, path))
  })
}

async function shown(root: string, path: string) {
  const answer = await servePage(root, path, 'not built')
  if ('stream' in answer) throw new Error('a page is no stream')
  return { status: answer.status, body: String(answer.body), headers: answer.headers }
}

test('files have their type, and hashed ones may be kept for ever', () =>
  withPage(async (ask) => {
    expect(await ask('/assets/app-1a2b.js')).toMatchObject({
      body: 'code',
      headers: {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
      },
    })
    expect(await ask('/icon.svg')).toMatchObject({
      body: 'icon',
      headers: { 'content-type': 'image/svg+xml', 'cache-control': 'no-cache' },
    })
  }))

test.each([
  '/',
  '/trace/4bf92f3577b34da6a3ce929d0e0e4736',
  '/trace/x/tree',
  '/services',
  '/assets',
])('%s is the page, which may load from its own origin only', (path) =>
  withPage(async (ask) => {
    const { status, body, headers } = await ask(path)

    expect({ status, body }).toEqual({ status: 200, body: 'the page' })
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['cache-control']).toBe('no-cache')
    expect(headers['content-security-policy']).toMatch(/^default-src 'self';/)
  }),
)

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/../../secret.txt',
  '/..\\secret.txt',
  '//../secret.txt',
  '/%00.txt',
  '/%E0%A4.txt',
  '/missing.js',
])('%s leads nowhere', (path) =>
  withPage(async (ask) => {
    const { status, body } = await ask(path)

    expect({ status, body }).toEqual({ status: 404, body: 'no such file\n' })
  }),
)

test('a page that nobody built says how to build it', () =>
  withFolder(async (folder) => {
    expect(await shown(join(folder, 'page'), '/')).toMatchObject({ status: 200, body: 'not built' })
  }))
