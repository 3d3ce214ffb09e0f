import { expect, test } from 'vitest'
import { register, runNode } from './test-process.ts'

const env = { OTEL_TRACES_EXPORTER: 'none' }

const check = `
  import { assertInstrumented } from './src/index.ts'
  assertInstrumented({ express, pg })`

const libraries = `
  import express from 'express'
  import pg from 'pg'`

/** Imports run before the first line of a file, so register comes too late here. */
const lateRegister = `await import('${register}')`

const unpatched = (names: string) =>
  `telemetry: expected ${names} to be patched, but the process loaded it unpatched: ` +
  'its spans would be missing. Is @onetrace/telemetry/register the first --import, and is ' +
  'there one copy of the library?'

test('libraries that are imported after register are patched', async () => {
  const { exitCode, stderr } = await runNode({ code: libraries + check, env })

  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
})

test('libraries loaded before register end the process by name', async () => {
  const { exitCode, stderr } = await runNode({
    code: `${libraries}\n${lateRegister}\n${check}`,
    env,
    imports: [],
  })

  expect(exitCode).toBe(1)
  expect(stderr).toContain(unpatched('http, express, pg'))
})

test('one that was switched off is not missed', async () => {
  const { exitCode, stderr } = await runNode({
    code: `${libraries}\n${lateRegister}\n${check}`,
    env: { ...env, OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'express' },
    imports: [],
  })

  expect(exitCode).toBe(1)
  expect(stderr).toContain(unpatched('http, pg'))
})

test('an empty list of enabled instrumentations is as if it were not set', async () => {
  const { exitCode, stderr } = await runNode({
    code: `${libraries}${check}
      import { runningSdk } from './src/sdk-state.ts'
      const names = [...runningSdk().instrumentations].sort().join()
      if (names !== 'express,http,pg,undici') throw new Error(names)`,
    env: { ...env, OTEL_NODE_ENABLED_INSTRUMENTATIONS: '' },
  })

  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
})

test('without an SDK there is nothing to miss', async () => {
  const { exitCode, stderr } = await runNode({ code: libraries + check, imports: [] })

  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
})
