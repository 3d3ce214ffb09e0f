import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lock } from './file-lock.ts'
import { withFolder } from './testing.ts'

const holder = `
const { lock } = await import(process.argv[1])
await lock(process.argv[2])
console.log('held')
setInterval(() => {}, 1000)
`

test('a lock that a killed process held is free', () =>
  withFolder(async (dir) => {
    const file = join(dir, 'lock')
    const module = new URL('file-lock.ts', import.meta.url).href
    const child = spawn(process.execPath, ['--input-type=module', '-e', holder, module, file])
    await once(child.stdout, 'data')
    const waited: string[] = []
    const mine = lock(file, { onWait: () => waited.push('waits') })
    await expect.poll(() => waited).toEqual(['waits'])

    child.kill('SIGKILL')

    const { release } = await mine
    release()
  }))

test('waiting for it ends when it is aborted', () =>
  withFolder(async (dir) => {
    const file = join(dir, 'lock')
    const { release } = await lock(file)
    const abort = new AbortController()

    const waiting = lock(file, { signal: abort.signal, onWait: () => abort.abort() })

    await expect(waiting).rejects.toThrow('aborted')
    release()
  }))
