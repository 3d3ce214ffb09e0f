import { builtBinaries, foundBinaries } from '../programs/binaries.ts'
import type { ComponentName } from '../programs/components.ts'

/**
 * The programs that read a config file: Jaeger, promtool, and where they exist Loki and Promtail.
 */
export async function programsForChecks(
  say: (line: string) => void,
): Promise<Partial<Record<ComponentName, string>>> {
  return {
    ...(await builtBinaries(['jaeger', 'promtool'], { say })),
    ...(await foundBinaries(['loki', 'promtail'])),
  }
}
