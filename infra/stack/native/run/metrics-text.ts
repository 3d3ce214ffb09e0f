export interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

/** The samples of these names in Prometheus' text format. */
export function samplesOf(text: string, names: readonly string[]): Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name = '', labels = '', value = ''] =
      /^([a-z_]+)(?:\{(.*)\})? (\S+)$/i.exec(line) ?? []
    return names.includes(name) ? [{ name, labels: labelsOf(labels), value: Number(value) }] : []
  })
}

function labelsOf(text: string): Record<string, string> {
  const pairs = text.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/gi)
  return Object.fromEntries(
    [...pairs].map(([, name = '', value = '']) => [name, JSON.parse(`"${value}"`)]),
  )
}

export function sum(samples: Sample[]): number {
  return samples.reduce((total, { value }) => total + value, 0)
}
