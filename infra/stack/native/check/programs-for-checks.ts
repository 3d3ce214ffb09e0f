import { builtBinaries, foundBinaries } from '../programs/binaries.ts'
import type { ComponentName } from '../programs/components.ts'

/** Those that read a config file: Jaeger and promtool always, Loki and Promtail where they are. */
export async function programsForChecks(
  say: (line: string) => void,
): Promise<Partial<Record<ComponentName, string>>> {
  return {
    ...(await builtBinaries(['jaeger', 'promtool'], { say })),
    ...(await foundBinaries(['loki', 'promtail'])),
  }
}
