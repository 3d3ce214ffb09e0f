import { expect, test } from 'vitest'
import type { Case } from './cases/case.ts'
import { contentsCases, jwt } from './cases/contents.ts'
import { hopsCases } from './cases/hops.ts'
import { killsCases } from './cases/kills.ts'
import { logsCases } from './cases/logs.ts'
import { messagesCases } from './cases/messages.ts'
import { structureCases } from './cases/structure.ts'
import { timesCases } from './cases/times.ts'
import { diagnose } from './diagnose.ts'
import type { CheckName, Severity } from './finding.ts'
import type { DiagnoseRequest } from './subject.ts'

const cases = [
  structureCases,
  killsCases,
  hopsCases,
  messagesCases,
  timesCases,
  logsCases,
  contentsCases,
].flat()

/** A title tells the cases of one check apart. */
const titled = cases.map((given): [string, RegExp | undefined, Case] => [
  given.check,
  given.says[0],
  given,
])

test.each(titled)('%s is found: %s', (_, __, { check, severity, shown, says }) => {
  const lines = linesOf(shown(), check, severity)

  expect(lines).toHaveLength(says.length)
  for (const [index, pattern] of says.entries()) expect(lines[index]).toMatch(pattern)
  expect(lines.join()).not.toMatch(new RegExp(`\n|${jwt}|hunter2secret`))
})

test.each(titled)('%s has a near miss: not %s', (_, __, given) => {
  expect(linesOf(given.nearMiss(), given.check, given.severity)).toEqual([])
})

test('every check but that of contracts has a case', () => {
  const named = new Set(cases.map(({ check }) => check))

  expect(named.size).toBe(22)
})

/** A note about the same spans is not what a case of errors speaks of. */
function linesOf(request: DiagnoseRequest, check: CheckName, severity?: Severity): string[] {
  return diagnose(request)
    .filter((finding) => finding.check === check)
    .filter((finding) => (severity === 'note') === (finding.severity === 'note'))
    .map(({ what, where, cause, cure }) => `${what} (${where}). ${cause}. ${cure}`)
}
