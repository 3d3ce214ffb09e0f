import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { lineCounter, readPositions } from './line-counts.ts'

test('whole lines of *.log and *.json are counted, and those that are added later', () =>
  withFolder((dir) => {
    const [orders = '', postgres = '', other = ''] = ['o.log', 'p.json', 'x.txt'].map((name) =>
      join(dir, name),
    )
    writeFileSync(orders, 'one\ntwo\nhal')
    writeFileSync(postgres, '{}\n')
    writeFileSync(other, 'no\n')
    const count = lineCounter(dir)

    const first = count()
    appendFileSync(orders, 'f\nfour\n')
    const second = count()

    expect(first).toEqual(
      new Map([
        [orders, 2],
        [postgres, 1],
      ]),
    )
    expect(second.get(orders)).toBe(4)
  }))

test('lines that an earlier run had read are not counted', () =>
  withFolder((dir) => {
    const orders = join(dir, 'orders.log')
    const positions = join(dir, 'positions.yaml')
    writeFileSync(orders, 'one\ntwo\n')
    writeFileSync(positions, `positions:\n  ${orders}: "4"\n`)

    const count = lineCounter(dir, readPositions(positions))

    expect(count()).toEqual(new Map([[orders, 1]]))
  }))

test('a folder that is not there yet has no lines', () => {
  expect(lineCounter('/nowhere/at/all')()).toEqual(new Map())
})
