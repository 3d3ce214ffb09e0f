import { type Measures, measuresOf } from './measured-process.ts'

export interface GivenJaeger extends Measures {
  urls: { otlp: string }
  /** The one core that it runs on. */
  core: number
  maxTraces: number
}

/** A Jaeger that was started for this, which `pnpm -C infra/stack run bench` does. */
export function givenJaeger({ BENCH_JAEGER: text }: NodeJS.ProcessEnv): GivenJaeger | undefined {
  if (!text) return undefined
  const { otlp, pid, core, maxTraces } = JSON.parse(text)
  return { urls: { otlp }, core, maxTraces, ...measuresOf(pid) }
}
