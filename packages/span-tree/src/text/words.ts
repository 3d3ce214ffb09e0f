/**
 * Which words can stand in the text as they are; all others are written as JSON strings. Parser and
 * printer both use these rules, so that one reads what the other writes.
 */
import { escapeUnprintable, isPrintable } from '@onetrace/spans'

/** What follows a name: kind, attributes, comment, `!error`, `?` or a count. */
const annotation = String.raw`(?:[[{#!]|\?(?:\s|$)|x\d)`
export const annotationAhead = new RegExp(String.raw`\s+(?=${annotation}|$)|$`, 'g')
const looksAnnotated = new RegExp(String.raw`\s${annotation}`)

export const bareService = /[^\s":#~][^\s":]*/y
export const bareKey = /[^\s",={}~!]+/y
export const bareValue = /[^\s",{}<][^\s",{}]*/y
export const jsonString = /"(?:[^"\\]|\\.)*"/y

export function printService(service: string): string {
  return isWhole(bareService, service) ? service : quote(service)
}

export function printName(name: string): string {
  const bare = name !== '' && name === name.trim() && !name.startsWith('"')
  return bare && isPrintable(name) && !looksAnnotated.test(` ${name}`) ? name : quote(name)
}

export function printKey(key: string): string {
  return isWhole(bareKey, key) ? key : quote(key)
}

export function printValue(value: string): string {
  return isWhole(bareValue, value) ? value : quote(value)
}

function isWhole(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0
  return isPrintable(text) && pattern.exec(text)?.[0] === text
}

function quote(text: string): string {
  return escapeUnprintable(JSON.stringify(text))
}
