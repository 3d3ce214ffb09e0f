/**
 * When a word can stand in the text as it is; all else is written as a JSON string. Parser and
 * printer both look here, so that one reads what the other writes.
 */

/** What follows a name: kind, attributes, comment, `!error`, `?` or a count. */
const annotation = String.raw`(?:[[{#!]|\?(?:\s|$)|x\d)`
export const annotationAhead = new RegExp(String.raw`\s+(?=${annotation}|$)|$`, 'g')
const looksAnnotated = new RegExp(String.raw`\s${annotation}`)

/** Control, format and half characters, and line breaks of every kind. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

export const bareService = /[^\s":#~][^\s":]*/y
export const bareKey = /[^\s",={}~!]+/y
export const bareValue = /[^\s",{}<][^\s",{}]*/y
export const jsonString = /"(?:[^"\\]|\\.)*"/y

export function printService(service: string): string {
  return isWhole(bareService, service) ? service : quote(service)
}

export function printName(name: string): string {
  const bare = name !== '' && name === name.trim() && !name.startsWith('"')
  return bare && isPlain(name) && !looksAnnotated.test(` ${name}`) ? name : quote(name)
}

export function printKey(key: string): string {
  return isWhole(bareKey, key) ? key : quote(key)
}

export function printValue(value: string): string {
  return isWhole(bareValue, value) ? value : quote(value)
}

function isWhole(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0
  return isPlain(text) && pattern.exec(text)?.[0] === text
}

function isPlain(text: string): boolean {
  return text.search(unprintable) < 0
}

function quote(text: string): string {
  return escapeUnprintable(JSON.stringify(text))
}

/** Names come from anywhere: they must neither end their line nor steer the terminal. */
export function escapeUnprintable(text: string): string {
  return text.replace(unprintable, (character) =>
    Array.from(
      { length: character.length },
      (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  )
}
