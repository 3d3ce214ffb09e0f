import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sentencesOf } from './compare/sentences.ts'
import { compareSpanTree } from './compare.ts'
import { compare, makeTrace, type SpanDraft } from './testing.ts'
import { parseSpanTree } from './text/parse.ts'
import { printTrace } from './text/print-trace.ts'

describe('whatever the tree', () => {
  /** Spans named by their number, each below an earlier one. */
  const anyDrafts = fc
    .array(
      fc.record({
        up: fc.nat(),
        kind: fc.constantFrom('internal' as const, 'client' as const, 'server' as const),
        failed: fc.boolean(),
      }),
      { minLength: 2, maxLength: 12 },
    )
    .map((all): SpanDraft[] =>
      all.map(({ up, ...draft }, i) => ({
        ...draft,
        id: i + 1,
        parent: i === 0 ? undefined : (up % i) + 1,
        name: `s${i + 1}`,
        start: i,
      })),
    )

  test('a trace satisfies its own print, under other ids, times and orders too', () => {
    const withFewNames = anyDrafts.map((drafts) =>
      drafts.map((draft) => ({ ...draft, name: `s${draft.id % 3}` })),
    )

    fc.assert(
      fc.property(
        withFewNames.chain((drafts) =>
          fc.tuple(
            fc.constant(drafts),
            fc.shuffledSubarray(drafts, { minLength: drafts.length }),
            fc.array(fc.nat(20), { minLength: drafts.length, maxLength: drafts.length }),
          ),
        ),
        ([drafts, shuffled, starts]) => {
          const text = printTrace(makeTrace(drafts))
          const other = shuffled.map((draft, i) => ({ ...draft, start: starts[i] ?? 0 }))

          expect(compare(text, makeTrace(other))).toEqual([])
        },
      ),
      { numRuns: 500 },
    )
  })

  const mutate = (drafts: SpanDraft[], target: SpanDraft, change: Partial<SpanDraft>) =>
    makeTrace(drafts.map((draft) => (draft === target ? { ...draft, ...change } : draft)))
  const pick = (drafts: SpanDraft[], index: number) => {
    const draft = drafts[1 + (index % (drafts.length - 1))]
    if (!draft) throw new Error('a tree of two spans has a child')
    return draft
  }
  const isBelow = (drafts: SpanDraft[], low: SpanDraft, high: SpanDraft): boolean =>
    low === high || drafts.some((draft) => draft.id === low.parent && isBelow(drafts, draft, high))
  const asInternal = (draft: SpanDraft): SpanDraft => ({ ...draft, kind: 'internal' })
  const runs = { numRuns: 300 }
  const property = (check: (drafts: SpanDraft[], target: SpanDraft, other: number) => void) =>
    fc.assert(
      fc.property(anyDrafts, fc.nat(), fc.nat(), (drafts, index, other) =>
        check(drafts, pick(drafts, index), other),
      ),
      runs,
    )

  test('a dropped tree is the one thing missing', () => {
    property((drafts, target) => {
      const left = drafts.filter((draft) => !isBelow(drafts, draft, target))

      expect(compare(printTrace(makeTrace(drafts)), makeTrace(left))).toMatchObject([
        { kind: 'missing', line: { name: target.name } },
      ])
    })
  })

  test('an added span is the one thing extra', () => {
    property((drafts, target) => {
      const added = [...drafts, { id: 99, parent: target.id, name: 'added' }]

      expect(compare(printTrace(makeTrace(drafts)), makeTrace(added))).toMatchObject([
        { kind: 'extra', node: { span: { name: 'added' } } },
      ])
    })
  })

  test('a moved tree is one finding, with both places', () => {
    property((drafts, target, other) => {
      const places = drafts.filter(
        (draft) => draft.id !== target.parent && !isBelow(drafts, draft, target),
      )
      const to = places[other % places.length]
      fc.pre(to !== undefined)
      const from = drafts.find((draft) => draft.id === target.parent)

      expect(
        compare(printTrace(makeTrace(drafts)), mutate(drafts, target, { parent: to?.id })),
      ).toMatchObject([
        {
          kind: 'moved',
          node: { span: { name: target.name } },
          from: { line: { name: from?.name } },
          to: { node: { span: { name: to?.name } } },
        },
      ])
    })
  })

  test.each([
    ['name', { name: 'renamed' }],
    ['service', { service: 'renamed' }],
    ['kind', { kind: 'producer' as const }],
  ])('another %s is the one difference', (field, change) => {
    property((drafts, target) => {
      const findings = compare(printTrace(makeTrace(drafts)), mutate(drafts, target, change))

      expect(findings).toMatchObject([
        {
          kind: 'different',
          field,
          node: { span: { spanId: makeTrace([target]).spans[0]?.spanId } },
        },
      ])
    })
  })

  test('another status is the one difference', () => {
    property((drafts, target) => {
      const trace = mutate(drafts, target, { failed: !target.failed })

      expect(compare(printTrace(makeTrace(drafts)), trace)).toMatchObject([
        { kind: 'different', field: 'status', node: { span: { name: target.name } } },
      ])
    })
  })

  /** Attributes that a contract of the whole trace asks for, each under the name of its span. */
  const askForCodes = (text: string) =>
    text.replace(/orders: (s\d+)/g, (_, name) => `orders: ${name} {code=${name}}`)
  const withCodes = (drafts: SpanDraft[]): SpanDraft[] =>
    drafts.map((draft) => ({ ...draft, attributes: { code: draft.name ?? '', other: 1 } }))

  test.each([
    ['another value', { code: 'x' }, 'x'],
    ['none any more', {}, 'none'],
  ])('an attribute with %s is the one difference', (_, attributes, actual) => {
    property((drafts, target) => {
      const text = askForCodes(printTrace(makeTrace(drafts.map(asInternal))))
      const all = withCodes(drafts.map(asInternal))
      const changed = all.map((it) => (it.id === target.id ? { ...it, attributes } : it))

      expect(compare(text, makeTrace(all))).toEqual([])
      expect(compare(text, makeTrace(changed))).toMatchObject([
        { kind: 'different', field: 'code', expected: target.name, actual },
      ])
    })
  })

  const countLinks = (text: string, drafts: SpanDraft[]) =>
    drafts.reduce((all, { name, links = [] }) => {
      const asked = links.length > 0 ? `{links=${links.length}}` : '{!links}'
      return all.replace(new RegExp(`orders: ${name}(?!\\d)`), `$& ${asked}`)
    }, text)

  test('a link more or less, of a span that has a parent, is the one difference', () => {
    property((drafts, target) => {
      const linked = drafts.map((it) => (it === target ? { ...it, links: [99] } : it))
      const [without, with1] = [makeTrace(drafts), makeTrace(linked)]
      const difference = {
        kind: 'different',
        field: 'links',
        node: { span: { name: target.name } },
      }

      const less = compare(countLinks(printTrace(with1), linked), without)
      const more = compare(countLinks(printTrace(without), drafts), with1)

      expect(compare(countLinks(printTrace(with1), linked), with1)).toEqual([])
      expect(less).toMatchObject([{ ...difference, expected: '1', actual: 'none' }])
      expect(more).toMatchObject([{ ...difference, expected: 'none', actual: '1' }])
    })
  })

  test('a link in place of a parent, and the reverse, is the one difference', () => {
    property((drafts, target) => {
      const { parent, ...rest } = target
      const linked = drafts.map((it) =>
        it === target && parent !== undefined ? { ...rest, links: [parent] } : it,
      )
      const [before, after] = [makeTrace(drafts), makeTrace(linked)]
      const difference = { kind: 'different', field: 'link', node: { span: { name: target.name } } }

      expect(compare(printTrace(before), after)).toMatchObject([difference])
      expect(compare(printTrace(after), before)).toMatchObject([difference])
    })
  })

  test('neither the order of arrival nor that of the lines changes what is found', () => {
    const messy = fc.array(
      fc.record({ name: fc.constantFrom('a', 'b'), up: fc.nat(3), failed: fc.boolean() }),
      { minLength: 1, maxLength: 6 },
    )
    const toTrace = (all: { name: string; up: number; failed: boolean }[]) =>
      makeTrace([
        { id: 1, name: 'root' },
        ...all.map(({ up, ...draft }, i) => ({ ...draft, id: i + 2, parent: Math.min(up, i) + 1 })),
      ])

    fc.assert(
      fc.property(messy, messy, (wanted, came) => {
        const contract = parseSpanTree(printTrace(toTrace(wanted)))
        const trace = toTrace(came)
        const reversed = {
          roots: { ...contract.roots, lines: contract.roots.lines.map(reverseLines) },
        }
        const arrived = { ...trace, spans: trace.spans.toReversed() }

        const first = sentencesOf(compareSpanTree(contract, trace).findings)
        const second = sentencesOf(compareSpanTree(reversed, arrived).findings)

        expect(second.sort()).toEqual(first.sort())
      }),
    )
  })
})

function reverseLines<T extends { children: { lines: T[] } }>(line: T): T {
  const lines = line.children.lines.map(reverseLines).reverse()
  return { ...line, children: { ...line.children, lines } }
}
