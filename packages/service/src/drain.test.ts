import { expect, test } from 'vitest'
import { drain } from './drain.ts'
import { keepingLogger } from './test-world.ts'

function createDrain() {
  const { log, lines } = keepingLogger()
  const exited = Promise.withResolvers<number>()
  return { log, lines, exit: exited.resolve, exitCode: exited.promise }
}

test('steps are done one after the other, and then the process ends with 0', async () => {
  const { log, exit, exitCode, lines } = createDrain()
  const order: string[] = []
  const step = (name: string): [string, () => Promise<unknown>] => [
    name,
    async () => {
      order.push(`${name} starts`)
      await Promise.resolve()
      order.push(`${name} ends`)
    },
  ]

  await drain({ steps: [step('requests'), step('database')], deadlineMs: 60_000, log, exit })

  expect(order).toEqual(['requests starts', 'requests ends', 'database starts', 'database ends'])
  expect(await exitCode).toBe(0)
  expect(lines).toEqual([{ level: 'info', msg: 'drained', fields: {} }])
})

test('a step that fails gives 1 and keeps no other from being done', async () => {
  const { log, exit, exitCode, lines } = createDrain()
  const err = new Error('gone')
  let closed = false

  await drain({
    steps: [
      ['database', () => Promise.reject(err)],
      [
        'telemetry',
        async () => {
          closed = true
        },
      ],
    ],
    deadlineMs: 60_000,
    log,
    exit,
  })

  expect(await exitCode).toBe(1)
  expect(closed).toBe(true)
  expect(lines[0]).toEqual({
    level: 'error',
    msg: 'drain step failed',
    fields: { err, step: 'database' },
  })
})

test('at the deadline the process ends with 1 and says what it waited for', async () => {
  const { log, exit, exitCode, lines } = createDrain()

  drain({
    steps: [
      ['requests in flight', async () => {}],
      ['database', () => new Promise(() => {})],
    ],
    deadlineMs: 20,
    log,
    exit,
  })

  expect(await exitCode).toBe(1)
  expect(lines).toEqual([
    {
      level: 'error',
      msg: 'not drained in time',
      fields: { waitingFor: 'database', deadlineMs: 20 },
    },
  ])
})
