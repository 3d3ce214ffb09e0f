import { type Measures, measuresOf } from './measured-process.ts'

export interface GivenJaeger extends Measures {
  urls: { otlp: string }
  /** The only core that it may run on. */
  core: number
  maxTraces: number
}

/** The Jaeger that `pnpm -C infra/stack run bench` has started for this. */
export function givenJaeger({ BENCH_JAEGER: text }: NodeJS.ProcessEnv): GivenJaeger | undefined {
  if (!text) return undefined
  const { otlp, pid, core, maxTraces } = JSON.parse(text)
  return { urls: { otlp }, core, maxTraces, ...measuresOf(pid) }
}
