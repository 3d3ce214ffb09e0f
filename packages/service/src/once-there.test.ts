import { expect, test } from 'vitest'
import { ApiError } from './api-error.ts'
import { onceThere } from './once-there.ts'
import { keepingLogger } from './test-world.ts'

test('what is unavailable is waited for, which is said when it begins and when it is over', async () => {
  const { log, lines } = keepingLogger()
  let times = 0

  const result = await onceThere(async () => {
    times += 1
    if (times < 3) throw new ApiError('unavailable', 'the database cannot be reached')
    return 'migrated'
  }, log)

  expect([result, times]).toEqual(['migrated', 3])
  expect(lines.map(({ level, msg }) => `${level} ${msg}`)).toEqual([
    'warn waiting for the database',
    'info the database is there',
  ])
})

test('what is there at once is not spoken of', async () => {
  const { log, lines } = keepingLogger()

  expect(await onceThere(async () => 'migrated', log)).toBe('migrated')

  expect(lines).toEqual([])
})

test('what waiting does not mend is thrown', async () => {
  const { log } = keepingLogger()
  const refused = new Error('password authentication failed')

  await expect(onceThere(() => Promise.reject(refused), log)).rejects.toBe(refused)
})
