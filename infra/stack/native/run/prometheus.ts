import { join } from 'node:path'
import type { Launch } from './launch.ts'
import { loopback, type StackPorts } from './ports.ts'

interface PrometheusOptions {
  path: string
  ports: StackPorts
  dir: string
  /** Of this run; see prometheus-folder.ts. */
  config: string
}

export function prometheusLaunch({ path, ports, dir, config }: PrometheusOptions): Launch {
  return {
    name: 'prometheus',
    path,
    args: [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(dir, 'prometheus')}`,
      '--storage.tsdb.retention.time=7d',
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
      '--enable-feature=exemplar-storage',
      '--log.level=warn',
    ],
    env: {},
    readyUrl: `${loopback(ports.prometheus)}/-/ready`,
  }
}
