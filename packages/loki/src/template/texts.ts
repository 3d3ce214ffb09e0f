import { checkLength } from './arguments.ts'

/** Go counts bytes where it cuts a text, and what is cut through is no character any more. */
function cut(text: string, from: number, to?: number): string {
  if (isAscii(text)) return text.slice(from, to)
  return Buffer.from(text).subarray(from, to).toString()
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length
}

/** A negative size keeps the end. */
export function trunc(size: number, text: string): string {
  const length = Buffer.byteLength(text)
  if (size < 0 && length + size > 0) return cut(text, length + size)
  return size >= 0 && length > size ? cut(text, 0, size) : text
}

export function substr(from: number, to: number, text: string): string {
  const length = Buffer.byteLength(text)
  if (from < 0) return cut(text, 0, Math.max(0, to))
  return to < 0 || to > length ? cut(text, from) : cut(text, from, to)
}

export function alignLeft(size: number, text: string): string {
  const characters = [...text]
  if (size < 0) return text
  checkLength(size)
  return characters.slice(0, size).join('') + ' '.repeat(Math.max(0, size - characters.length))
}

export function alignRight(size: number, text: string): string {
  const characters = [...text]
  if (size < 0) return text
  checkLength(size)
  const missing = size - characters.length
  return ' '.repeat(Math.max(0, missing)) + characters.slice(Math.max(0, -missing)).join('')
}

export function title(text: string): string {
  return text.replaceAll(/(?<![\p{L}\p{N}_'])\p{L}/gu, (letter) => letter.toUpperCase())
}

interface Trim {
  chars: string
  start?: boolean
  end?: boolean
}

export function trimChars(text: string, { chars, start = false, end = false }: Trim): string {
  const characters = [...text]
  const isOff = (character: string | undefined) =>
    character !== undefined && chars.includes(character)
  let [from, to] = [0, characters.length]
  while (start && from < to && isOff(characters[from])) from += 1
  while (end && to > from && isOff(characters[to - 1])) to -= 1
  return characters.slice(from, to).join('')
}
