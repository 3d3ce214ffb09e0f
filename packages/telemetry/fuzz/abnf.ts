/**
 * The grammars of both specifications a second time, rule for rule as their ABNF is written. They
 * share no code with the propagators, because the propagators are tested against them.
 */
const lcalpha = '[a-z]'
const digit = '[0-9]'
const hexdiglc = `(?:${digit}|[a-f])`

// Trace Context level 2, 3.2.2 and 3.3.2: what may be sent. A receiver has to accept more.
const traceparent = `00-${hexdiglc}{32}-${hexdiglc}{16}-0[0-3]`
const keychar = `(?:${lcalpha}|${digit}|[_*/@]|-)`
const stateKey = `(?:${lcalpha}|${digit})${keychar}{0,255}`
const nblkChr = '[\\x21-\\x2B\\x2D-\\x3C\\x3E-\\x7E]'
const stateValue = `(?:\\x20|${nblkChr}){0,255}${nblkChr}`
const stateMember = `${stateKey}=${stateValue}`
const tracestate = `${stateMember}(?:,${stateMember}){0,31}`

// Baggage, 3.3.1, without the whitespace that a sender does not need.
const tchar = `(?:[!#$%&'*+.^_\`|~]|-|${digit}|[A-Za-z])`
const octet = '[\\x21\\x23-\\x2B\\x2D-\\x3A\\x3C-\\x5B\\x5D-\\x7E]'
const property = `${tchar}+(?:=${octet}*)?`
const percentEncoded = `(?:(?!%)${octet}|%[0-9A-Fa-f]{2})`
const member = `${tchar}+=${percentEncoded}*(?:;${property})*`
const baggage = `${member}(?:,${member}){0,179}`

const rules = {
  traceparent: whole(`(?!00-0{32}|.*-0{16}-)${traceparent}`),
  tracestate: whole(tracestate),
  baggage: whole(baggage),
}

export type HeaderName = keyof typeof rules

/** In bytes (one for each character here): 3.3.3.1 of Trace Context and 3.3.2 of Baggage. */
const longest: Record<HeaderName, number> = { traceparent: 55, tracestate: 512, baggage: 8192 }

/** Whether it keeps the grammar, is not too long, and has no key twice. */
export function isValid(name: HeaderName, header: string): boolean {
  if (header.length > longest[name] || !rules[name].test(header)) return false
  const keys = header.split(',').map((member) => member.split('=')[0])
  return new Set(keys).size === keys.length
}

const laterVersion = `(?!00|ff)${hexdiglc}{2}`
const ids = `(?!0{32})${hexdiglc}{32}-(?!0{16})${hexdiglc}{16}-${hexdiglc}{2}`
const continued = whole(`[ \\t]*(?:00-${ids}|${laterVersion}-${ids}(?:-.*)?)[ \\t]*`)

/**
 * Whether a received traceparent is to be continued: 3.2.2 for version 00, 3.2.4 for later ones.
 */
export function isContinued(traceparent: string): boolean {
  return continued.test(traceparent)
}

function whole(rule: string): RegExp {
  return new RegExp(`^(?:${rule})$`)
}
