import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ComponentName } from '../programs/components.ts'

export interface ConfigCheck {
  /** The file or files, as paths from `infra/stack`. */
  what: string
  program: ComponentName
  args: string[]
  /** The program reads this instead of the files that it would follow. */
  input?: string
}

/** The checks of all config files, each by the program that reads it. */
export function configChecks(folder: string): ConfigCheck[] {
  const path = (file: string) => join(folder, file)
  const promtail = (file: string): ConfigCheck[] => {
    const args = [`-config.file=${path(file)}`, '-config.expand-env=true']
    return [
      { what: file, program: 'promtail', args: [...args, '-check-syntax'] },
      // A stage that does not exist is no mistake of syntax, but a dry start creates all stages.
      {
        what: `${file}, its stages`,
        program: 'promtail',
        args: [...args, '-dry-run', '-stdin'],
        input: '{"level":"info"}\n',
      },
    ]
  }
  return [
    {
      what: 'jaeger/jaeger.yaml',
      program: 'jaeger',
      args: ['validate', '--config', path('jaeger/jaeger.yaml')],
    },
    {
      what: 'loki/loki.yaml',
      program: 'loki',
      args: [`-config.file=${path('loki/loki.yaml')}`, '-config.expand-env=true', '-verify-config'],
    },
    ...promtail('promtail/native.yaml'),
    ...promtail('promtail/docker.yaml'),
    {
      what: 'prometheus/prometheus.yml with its targets and rules',
      program: 'promtool',
      args: ['check', 'config', '--lint=all', '--lint-fatal', path('prometheus/prometheus.yml')],
    },
    {
      what: 'prometheus/rule-tests',
      program: 'promtool',
      args: ['test', 'rules', ...filesIn(path('prometheus/rule-tests'))],
    },
  ]
}

/** Undefined when the program finds nothing wrong, else what it says. */
export function complaintOf(
  { args, input = '' }: ConfigCheck,
  program: string,
): string | undefined {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    input,
    env: { LOG_DIR: '/logs', PROMTAIL_PORT: '0' },
    timeout: 60_000,
  })
  if (status === 0) return undefined
  return `${error ? error.message : `exit code ${status}`}\n${stdout}${stderr}`
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) throw new Error(`expected files in ${folder}`)
  return readdirSync(folder).map((name) => join(folder, name))
}
