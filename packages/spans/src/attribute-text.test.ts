import { expect, test } from 'vitest'
import { attributeText } from './attribute-text.ts'
import type { AttributeValue } from './model.ts'

const cases: [value: AttributeValue, text: string][] = [
  ['as it is', 'as it is'],
  [null, ''],
  [9007199254740993n, '9007199254740993'],
  [new Uint8Array([0, 255]), 'AP8='],
  [[1, null, 'a', 9007199254740993n], '[1,null,"a",9007199254740993]'],
  [
    { bytes: Buffer.from([0, 255]), list: [new Uint8Array([1])] },
    '{"bytes":"AP8=","list":["AQ=="]}',
  ],
]

test.each(cases)('%o is written as Jaeger writes it', (value, text) => {
  expect(attributeText(value)).toBe(text)
})
