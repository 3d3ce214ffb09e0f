import { foundBinaries } from './binaries.ts'
import { foundComponent } from './components.ts'

/** Loki, and Promtail, which brings it its lines; or why the embedded one has to stand in. */
export type RealLoki = { loki: string; promtail: string } | { missing: string }

export async function realLoki(env: NodeJS.ProcessEnv = process.env): Promise<RealLoki> {
  const { loki, promtail } = await foundBinaries(['loki', 'promtail'], env)
  if (loki && promtail) return { loki, promtail }
  const lacking = [!loki && 'loki', !promtail && 'promtail'].filter(Boolean).join(' and ')
  return { missing: `no ${lacking} ${majorOfLoki} on PATH or in ONETRACE_STACK_BIN` }
}

const majorOfLoki = `${foundComponent('loki').version.split('.')[0]}.x`

/** One line for a person, with the way to the real one. */
export function standInLine(missing: string): string {
  return (
    `Loki is the embedded one, which follows the log files: ${missing}. ` +
    'The real ones: https://github.com/grafana/loki/releases, or Docker: pnpm stack'
  )
}
