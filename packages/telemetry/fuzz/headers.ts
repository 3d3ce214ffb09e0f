import type { HeaderName } from './abnf.ts'
import type { Random } from './random.ts'

export type Headers = Record<HeaderName, string | string[]>

const hex = '0123456789abcdef'
const oddTexts = [
  ...['', ' ', '\t', ',', ';', '=', '-', '%', '%zz', '%ff', '%c3%28', '00', 'ff', '\r\n', '\u0000'],
  ...['__proto__', 'constructor', '@', '"', '\\', 'é', '🚀', '\ud800', 'A', ' '.repeat(3000)],
  ...['v'.repeat(257), 'z'.repeat(256), ','.repeat(500), '0'.repeat(32), '0'.repeat(16)],
]

/** Headers as they may arrive: valid, damaged in a few places, or meaningless; one or several. */
export function headers(random: Random): Headers {
  return {
    traceparent: fields(random, 1, () => traceparent(random)),
    tracestate: fields(random, 3, () => list(random, 33, () => stateMember(random))),
    baggage: fields(random, 3, () => list(random, 200, () => baggageMember(random))),
  }
}

function traceparent(random: Random): string {
  const version = random.pick(['00', '00', '00', '00', 'cc', 'ff'])
  const later = random.pick(['', '', '', '', '', '-', '-later', '.'])
  const flags = random.pick(['00', '01', '02', '03', 'ff', '09'])
  const space = random.pick(['', '', '', ' \t'])
  return `${space}${version}-${id(random, 32)}-${id(random, 16)}-${flags}${later}${space}`
}

export function id(random: Random, length: number): string {
  return random.below(20) === 0 ? '0'.repeat(length) : text(random, hex, length)
}

function stateMember(random: Random): string {
  if (random.below(30) === 0) return ''
  const key = text(random, 'xyz019_-*/@', length(random, 260))
  return `${key}=${text(random, valueCharacters, length(random, 260))}`
}

function baggageMember(random: Random): string {
  const space = random.pick(['', '', '', '', '', ' ', '\t '])
  const value = text(random, `${token}=/:<>`, length(random, 9000) - 1)
  const encoded = random.pick(['', '', '%20', '%C3%A9', '%'])
  const property = random.pick(['', '', '', `;${space}p`, `;p=v${space};q=1=2`, ';'])
  return `${text(random, token, length(random, 30))}${space}=${space}${value}${encoded}${property}`
}

/** Mostly a small number, and now and then up to `most`. */
function length(random: Random, most: number): number {
  return 1 + random.below(random.below(20) === 0 ? most : 6)
}

function list(random: Random, most: number, make: () => string): string {
  return random.list(random.pick([2, 2, 6, most]), make).join(comma(random))
}

const valueCharacters = ' !"#$%&\'()*+-./09:;<>?@AZ[\\]^_`az{|}~'
export const token = "!#$%&'*+-.^_`|~0189azAZ"

/** A text of this length; a long one repeats its first 40 characters. */
export function text(random: Random, alphabet: string, length: number): string {
  const most = Math.min(length, 40)
  const start = Array.from({ length: most }, () => alphabet[random.below(alphabet.length)]).join('')
  return start.repeat(Math.ceil(length / 40)).slice(0, Math.max(length, 0))
}

function comma(random: Random): string {
  return random.pick([',', ',', ',', ', ', ' \t,\t', ',,'])
}

function fields(random: Random, most: number, make: () => string): string | string[] {
  const damaged = () => (random.below(4) === 0 ? damage(make(), random) : make())
  return random.below(3) === 0 ? random.list(most, damaged) : damaged()
}

function damage(header: string, random: Random): string {
  let damaged = header
  for (let changes = 1 + random.below(3); changes > 0; changes--) {
    const from = random.below(damaged.length + 1)
    const to = from + random.below(Math.min(4, damaged.length - from) + 1)
    damaged = damaged.slice(0, from) + random.pick(oddTexts) + damaged.slice(to)
  }
  return damaged
}
