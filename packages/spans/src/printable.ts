/** Control, format and half characters, and line breaks of every kind. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

export function isPrintable(text: string): boolean {
  return text.search(unprintable) < 0
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
