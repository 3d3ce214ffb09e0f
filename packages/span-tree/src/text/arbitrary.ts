/** Random contracts, for property tests. */
import fc from 'fast-check'
import { type AttributeTest, type Contract, kinds, type Line, type ValueWord } from './contract.ts'

const nastyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    ...[
      '',
      ' ',
      'in order',
      '...',
      'GET /users/:id',
      'pg.query:SELECT users',
      'a [server]',
      'a x2',
    ],
    ...['a # b', '#', '~ a', '"', '\\', 'a ?', 'a  b', '<uuid>', 'a: b', '!error', 'é\n', '\u2028'],
  ),
)

const flags = fc.constantFrom('', 'i', 'iu')
const pattern = fc.constantFrom('a', String.raw`^\/users\/\d+$`, '[a-z]{2}', 'a b', ' # ')
const word = fc.constantFrom<ValueWord>('uuid', 'int', 'hex', 'duration', 'any')

const attributeTest: fc.Arbitrary<AttributeTest> = fc.oneof(
  fc.record({ test: fc.constant('equals' as const), key: nastyText, value: nastyText }),
  fc.record({ test: fc.constant('matches' as const), key: nastyText, pattern, flags }),
  fc.record({ test: fc.constant('is' as const), key: nastyText, word }),
  fc.record({ test: fc.constantFrom('present' as const, 'absent' as const), key: nastyText }),
)

const count = fc
  .tuple(fc.nat(3), fc.integer({ min: 1, max: 3 }))
  .map(([min, more]) => ({ min, max: min === 0 ? more : min + more - 1 }))

const { siblings } = fc.letrec<{ siblings: Line['children']; line: Line }>((tie) => ({
  siblings: fc.record({
    ordered: fc.boolean(),
    open: fc.boolean(),
    lines: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant<Line[]>([]),
      fc.array<Line>(tie('line'), { maxLength: 3 }),
    ),
  }),
  line: fc.record({
    service: nastyText,
    name: nastyText,
    kind: fc.constantFrom(...kinds),
    attributes: fc.array(attributeTest, { maxLength: 3 }),
    count,
    failed: fc.boolean(),
    linked: fc.boolean(),
    children: tie('siblings'),
  }),
}))

export const anyContract: fc.Arbitrary<Contract> = siblings
  .filter((roots) => roots.lines.length > 0)
  .map((roots) => ({
    roots: {
      ...roots,
      open: false,
      lines: roots.lines.map((line) => ({ ...line, linked: false })),
    },
  }))
