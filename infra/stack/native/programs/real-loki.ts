import { foundBinaries } from './binaries.ts'
import { foundComponent } from './components.ts'

/** Loki, and Promtail, which sends lines to it; or why the embedded backend takes their place. */
export type RealLoki = { loki: string; promtail: string } | { missing: string }

export async function realLoki(env: NodeJS.ProcessEnv = process.env): Promise<RealLoki> {
  const { loki, promtail } = await foundBinaries(['loki', 'promtail'], env)
  if (loki && promtail) return { loki, promtail }
  const lacking = [!loki && 'loki', !promtail && 'promtail'].filter(Boolean).join(' and ')
  return { missing: `no ${lacking} ${majorOfLoki} on PATH or in ONETRACE_STACK_BIN` }
}

const majorOfLoki = `${foundComponent('loki').version.split('.')[0]}.x`

/** One line for a person, which tells how to get the real Loki. */
export function standInLine(missing: string): string {
  return (
    `Loki is the embedded one, which follows the log files: ${missing}. ` +
    'The real ones: https://github.com/grafana/loki/releases, or Docker: pnpm stack'
  )
}
