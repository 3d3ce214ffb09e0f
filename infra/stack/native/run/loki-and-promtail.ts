import { join } from 'node:path'
import { configFile } from '../folders.ts'
import type { Launch } from './launch.ts'
import { lineCounter, readPositions } from './line-counts.ts'
import type { LogSide, LogSideOptions } from './log-side.ts'
import { loopback } from './ports.ts'
import { fetchProgress, untilSettled } from './promtail-progress.ts'

export interface LokiPrograms {
  loki: string
  promtail: string
}

/** The real Loki and Promtail. */
export function lokiAndPromtail(programs: LokiPrograms, options: LogSideOptions): LogSide {
  const { ports, dir, logDir } = options
  const countLines = lineCounter(logDir, readPositions(positionsFile(dir)))
  const progress = () => fetchProgress(loopback(ports.promtail))
  return {
    launches: [loki(programs.loki, options), promtail(programs.promtail, options)],
    targets: { loki: ports.loki, promtail: ports.promtail },
    quiesce: () => untilSettled({ countLines, progress }),
  }
}

function positionsFile(dir: string): string {
  return join(dir, 'promtail-positions.yaml')
}

function loki(path: string, { ports, dir }: LogSideOptions): Launch {
  return {
    name: 'loki',
    path,
    args: [`-config.file=${configFile('loki/loki.yaml')}`, '-config.expand-env=true'],
    env: {
      LOKI_PORT: String(ports.loki),
      LOKI_GRPC_PORT: String(ports.lokiGrpc),
      LOKI_DATA: join(dir, 'loki'),
    },
    readyUrl: `${loopback(ports.loki)}/ready`,
  }
}

function promtail(path: string, { ports, dir, logDir }: LogSideOptions): Launch {
  return {
    name: 'promtail',
    path,
    args: [`-config.file=${configFile('promtail/native.yaml')}`, '-config.expand-env=true'],
    env: {
      PROMTAIL_PORT: String(ports.promtail),
      PROMTAIL_POSITIONS: positionsFile(dir),
      LOKI_URL: loopback(ports.loki),
      LOG_DIR: logDir,
    },
    // /ready would wait for the first log file, which is written later.
    readyUrl: `${loopback(ports.promtail)}/metrics`,
  }
}
