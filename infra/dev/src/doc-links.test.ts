import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { workspaceRoot } from './services.ts'

const pages = globSync('**/*.md', {
  cwd: fileURLToPath(workspaceRoot),
  exclude: (name) => name === 'node_modules' || name.startsWith('.'),
}).map((page) => page.replaceAll('\\', '/'))

interface Link {
  text: string
  target: string
}

/** The inline links of a page to files of this repository. */
function linksOf(page: string): Link[] {
  const text = readFileSync(new URL(page, workspaceRoot), 'utf8')
  return [...text.matchAll(/\[([^\]]*)\]\(([^)\s]+)\)/g)]
    .map(([, label = '', target = '']) => ({ text: label, target: target.replace(/#.*/, '') }))
    .filter(({ target }) => target !== '' && !/^[a-z]+:/.test(target))
}

test.each(pages)('each link of %s leads to what is there', (page) => {
  const broken = linksOf(page).filter(
    ({ target }) => !existsSync(new URL(target, new URL(page, workspaceRoot))),
  )

  expect(broken).toEqual([])
})

test('the names on the way of one request stand in the files that their links open', () => {
  const page = new URL('docs/one-request.md', workspaceRoot)
  const named = linksOf('docs/one-request.md').filter(({ text }) => /^`\w+`$/.test(text))

  const missing = named.filter(({ text, target }) => {
    const symbol = text.slice(1, -1)
    const defined = new RegExp(`(?:function|class|const) ${symbol}\\b`)
    return !defined.test(readFileSync(new URL(target, page), 'utf8'))
  })

  expect(named).not.toEqual([])
  expect(missing).toEqual([])
})
