/** `sampled`, `not sampled`, `sampled, random id` */
export function flagWords(flags: string): string {
  const bits = Number.parseInt(flags, 16)
  const words = [bits & 1 ? 'sampled' : 'not sampled', ...(bits & 2 ? ['random id'] : [])]
  return words.join(', ')
}
