/** A program of the stack, and how an installed one is recognized. */
export interface Component {
  name: ComponentName
  /**
   * The version that the config files are for; others with the same major version are used, too.
   */
  version: string
  versionArguments: readonly string[]
  /** Finds the version in the output of the program. */
  versionPattern: RegExp
  /** How Go builds it where none is found; absent for programs that are never built here. */
  build?: BuildRecipe
}

export interface BuildRecipe {
  /** Folder below `native/build`, whose go.mod and go.sum pin every module. */
  module: 'jaeger' | 'prometheus'
  /** Package of its `main`. */
  main: string
  tags?: string
  /** Linker variable of its version: without it the program says that it has none. */
  versionVariable: string
  /**
   * How long two cores take with empty caches, when they are built in the order of `builtNames`.
   */
  usualMinutes: number
}

/** These programs are under the Apache license, and their modules under that or a similar one. */
export const builtNames = ['jaeger', 'prometheus', 'promtool'] as const
/** These are under the AGPL, so nothing here downloads or compiles them. */
export const foundNames = ['loki', 'promtail', 'logcli'] as const

export type BuiltName = (typeof builtNames)[number]
export type FoundName = (typeof foundNames)[number]
export type ComponentName = BuiltName | FoundName
export type BuiltComponent = Component & { build: BuildRecipe }

const ofPrometheus = {
  module: 'prometheus',
  // Each service discovery needs the client library of a cloud, but we scrape fixed addresses.
  tags: 'remove_all_sd netgo',
  versionVariable: 'github.com/prometheus/common/version.Version',
} as const

const built: Record<BuiltName, Omit<BuiltComponent, 'name'>> = {
  jaeger: {
    version: '2.13.0', // the module calls it v1.76.0
    versionArguments: ['version'],
    versionPattern: /"gitVersion":"v?(\d+\.\d+\.\d+)/,
    build: {
      module: 'jaeger',
      main: 'github.com/jaegertracing/jaeger/cmd/jaeger',
      versionVariable: 'github.com/jaegertracing/jaeger/internal/version.latestVersion',
      usualMinutes: 5,
    },
  },
  prometheus: {
    ...named('prometheus', '3.16.0'),
    build: {
      ...ofPrometheus,
      main: 'github.com/prometheus/prometheus/cmd/prometheus',
      usualMinutes: 3,
    },
  },
  promtool: {
    ...named('promtool', '3.16.0'),
    build: {
      ...ofPrometheus,
      main: 'github.com/prometheus/prometheus/cmd/promtool',
      usualMinutes: 2,
    },
  },
}

export function builtComponent(name: BuiltName): BuiltComponent {
  return { name, ...built[name] }
}

export function foundComponent(name: FoundName): Component {
  return { name, ...named(name, '3.6.7') } // 3.6 is the last minor version with a Promtail
}

/** `loki, version 3.6.7 (branch: …)` is what all of these print. */
function named(name: string, version: string) {
  const versionPattern = new RegExp(`^${name}, version (\\d+\\.\\d+\\.\\d+)`, 'm')
  return { version, versionArguments: ['--version'], versionPattern }
}
