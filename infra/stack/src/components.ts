/** A program of the stack, and how Go builds it where no ready one is found. */
export interface Component {
  name: ComponentName
  /** What is built; another version of the same major is taken from PATH. */
  version: string
  /** Folder below `go/`, whose go.mod and go.sum pin every module. */
  module: 'jaeger' | 'loki' | 'prometheus'
  /** Package of its `main`. */
  main: string
  tags?: string
  /** Linker variable of its version: without it the program says that it has none. */
  versionVariable: string
  versionArguments: readonly string[]
  /** Finds the version in what it prints. */
  versionPattern: RegExp
  /** How long two cores take with empty caches, when they are built in the order of `componentNames`. */
  usualMinutes: number
}

export const componentNames = [
  'jaeger',
  'loki',
  'promtail',
  'logcli',
  'prometheus',
  'promtool',
] as const
export type ComponentName = (typeof componentNames)[number]

const loki = {
  version: '3.6.7', // the last minor with Promtail in it
  module: 'loki',
  versionVariable: 'github.com/grafana/loki/v3/pkg/util/build.Version',
  versionArguments: ['--version'],
} as const

const prometheus = {
  version: '3.16.0',
  module: 'prometheus',
  // Each service discovery drags in a cloud's client library; we scrape fixed addresses.
  tags: 'remove_all_sd netgo',
  versionVariable: 'github.com/prometheus/common/version.Version',
  versionArguments: ['--version'],
} as const

const definitions: Record<ComponentName, Omit<Component, 'name'>> = {
  jaeger: {
    version: '2.13.0', // the module calls it v1.76.0
    module: 'jaeger',
    main: 'github.com/jaegertracing/jaeger/cmd/jaeger',
    versionVariable: 'github.com/jaegertracing/jaeger/internal/version.latestVersion',
    versionArguments: ['version'],
    versionPattern: /"gitVersion":"v?(\d+\.\d+\.\d+)/,
    usualMinutes: 5,
  },
  loki: {
    ...loki,
    main: 'github.com/grafana/loki/v3/cmd/loki',
    versionPattern: /^loki, version (\d+\.\d+\.\d+)/m,
    usualMinutes: 4,
  },
  promtail: {
    ...loki,
    main: 'github.com/grafana/loki/v3/clients/cmd/promtail',
    versionPattern: /^promtail, version (\d+\.\d+\.\d+)/m,
    usualMinutes: 3,
  },
  logcli: {
    ...loki,
    main: 'github.com/grafana/loki/v3/cmd/logcli',
    versionPattern: /^logcli, version (\d+\.\d+\.\d+)/m,
    usualMinutes: 0.5,
  },
  prometheus: {
    ...prometheus,
    main: 'github.com/prometheus/prometheus/cmd/prometheus',
    versionPattern: /^prometheus, version (\d+\.\d+\.\d+)/m,
    usualMinutes: 2,
  },
  promtool: {
    ...prometheus,
    main: 'github.com/prometheus/prometheus/cmd/promtool',
    versionPattern: /^promtool, version (\d+\.\d+\.\d+)/m,
    usualMinutes: 1,
  },
}

export function componentOf(name: ComponentName): Component {
  return { name, ...definitions[name] }
}
