import { expect, test } from 'vitest'
import { linkIds, otherTraceIn } from './references.ts'

const [traceId, other] = ['4bf92f3577b34da6a3ce929d0e0e4736', '832c5dcc49df0d0e0b393f835c94e63c']
const [own, foreign] = ['fe78e1d4af37921f', '289a59344dcad083']
const has = (spanId: string) => spanId === own

test('ids lead to the span, to the other trace, and to the span in the other trace', () => {
  const what = `users began trace ${other} instead of continuing ${traceId}`

  const parts = linkIds(`${what} (orders: GET ${own} -> users: GET ${foreign})`, {
    traceId,
    has,
    other: otherTraceIn(what, traceId),
  })

  expect(parts.flatMap(({ text, href }) => (href ? [[text, href]] : []))).toEqual([
    [other, `/trace/${other}`],
    [own, `/trace/${traceId}?span=${own}`],
    [foreign, `/trace/${other}?span=${foreign}`],
  ])
  expect(parts.map(({ text }) => text).join('')).toContain(
    `continuing ${traceId} (orders: GET ${own}`,
  )
})

test('the id of a span that is nowhere leads nowhere', () => {
  expect(linkIds(`its parent ${foreign} is missing`, { traceId, has, other: undefined })).toEqual([
    { text: 'its parent ' },
    { text: foreign },
    { text: ' is missing' },
  ])
})
