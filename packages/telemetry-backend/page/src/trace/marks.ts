/** Joins marks that are closer to each other than `closest`, so that a bar never has thousands. */
export function thin<M extends { from: number; to: number }>(marks: M[], closest: number): M[] {
  const drawn: M[] = []
  for (const mark of marks) {
    const last = drawn.at(-1)
    if (last && mark.from - last.to < closest) {
      drawn[drawn.length - 1] = { ...last, to: Math.max(last.to, mark.to) }
    } else drawn.push(mark)
  }
  return drawn
}
