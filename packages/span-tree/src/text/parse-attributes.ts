import { type AttributeTest, type ValueWord, valueWords } from './contract.ts'
import type { Scanner } from './scanner.ts'
import { bareKey, bareValue, jsonString } from './words.ts'

const regexBody = /(?:[^/\\]|\\.)+/y
const regexFlags = /[a-z]*/y
const valueWord = /<[^>\s]*>?/y

/** Reads `{key=value, key~/regex/, key, !key}`; the opening brace comes next. */
export function parseAttributes(scanner: Scanner): AttributeTest[] {
  const tests: AttributeTest[] = []
  scanner.expectText('{')
  do {
    scanner.skipSpaces()
    tests.push(parseTest(scanner))
    scanner.skipSpaces()
  } while (scanner.takeText(','))
  scanner.expectText('}', '"," or "}"')
  return tests
}

function parseTest(scanner: Scanner): AttributeTest {
  if (scanner.takeText('!')) {
    scanner.skipSpaces()
    return { test: 'absent', key: parseKey(scanner) }
  }
  const key = parseKey(scanner)
  scanner.skipSpaces()
  if (scanner.takeText('=')) return parseEquals(scanner, key)
  if (scanner.takeText('~')) return parseMatches(scanner, key)
  return { test: 'present', key }
}

function parseKey(scanner: Scanner): string {
  return parseWord(scanner, bareKey, 'an attribute key')
}

function parseEquals(scanner: Scanner, key: string): AttributeTest {
  scanner.skipSpaces()
  const start = scanner.position
  const word = scanner.take(valueWord)
  if (word === undefined) {
    return { test: 'equals', key, value: parseWord(scanner, bareValue, 'a value') }
  }
  const known = word.slice(1, -1)
  if (!word.endsWith('>') || !isValueWord(known)) {
    const words = Object.keys(valueWords).map((name) => `<${name}>`)
    scanner.fail(`${words.join(', ')} or a value in quotes`, start)
  }
  return { test: 'is', key, word: known }
}

function parseMatches(scanner: Scanner, key: string): AttributeTest {
  scanner.skipSpaces()
  const start = scanner.position
  scanner.expectText('/', 'a regular expression like /text/')
  const pattern = scanner.take(regexBody) ?? scanner.fail('a regular expression')
  scanner.expectText('/', '"/" at the end of the regular expression')
  const flags = scanner.take(regexFlags) ?? ''
  try {
    new RegExp(pattern, flags)
  } catch (error) {
    scanner.fail(`a regular expression (${String(error)})`, start)
  }
  return { test: 'matches', key, pattern, flags }
}

/** A bare word or a JSON string. */
export function parseWord(scanner: Scanner, bare: RegExp, what: string): string {
  if (scanner.startsWith('"')) return parseJsonString(scanner)
  const start = scanner.position
  const word = scanner.take(bare) ?? scanner.fail(what)
  refuseControls(scanner, word, start)
  return word
}

/** A control character that nobody sees, like a tab before a comment, would change a name. */
export function refuseControls(scanner: Scanner, text: string, start: number): void {
  const at = text.search(/\p{Cc}/u)
  if (at >= 0) scanner.fail('control characters in JSON strings alone', start + at)
}

export function parseJsonString(scanner: Scanner): string {
  const start = scanner.position
  const quoted = scanner.take(jsonString) ?? scanner.fail('a closing quote', scanner.source.length)
  try {
    return JSON.parse(quoted)
  } catch {
    return scanner.fail('a JSON string', start)
  }
}

function isValueWord(word: string): word is ValueWord {
  return Object.hasOwn(valueWords, word)
}
