import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { complaintOf, configChecks } from '../check/config-checks.ts'
import { programsForChecks } from '../check/programs-for-checks.ts'
import { configFile } from '../folders.ts'

const programs = await programsForChecks(console.log)

/** A mistake in each file that only its program can find. */
const slips: [file: string, from: string, to: string, words: string][] = [
  ['jaeger/jaeger.yaml', 'receivers: [otlp, jaeger]', 'receivers: [otlp, jäger]', 'jäger'],
  ['loki/loki.yaml', 'retention_period:', 'retention_periode:', 'retention_periode'],
  ['promtail/native.yaml', 'structured_metadata:', 'structured_metdata:', 'structured_metdata'],
  ['promtail/native.yaml', 'target_config:', 'targets_config:', 'targets_config'],
  ['promtail/docker.yaml', 'docker_sd_configs:', 'docker_sd_config:', 'docker_sd_config'],
  ['prometheus/prometheus.yml', 'rule_files:', 'rules_files:', 'rules_files'],
]

/** Whether the program that reads the file is here; if not, its name is printed. */
function canRun([file]: (typeof slips)[number]): boolean {
  const [program = 'prometheus'] = file.split('/')
  const here = program === 'prometheus' || program in programs
  if (!here) console.log(`skipped: ${file} with a slip in it: ${program} is not here`)
  return here
}

test.each(slips.filter(canRun))('%s with a slip in it is refused by its program', (file, ...slip) =>
  withFolder((dir) => {
    const [from, to, words] = slip
    for (const folder of ['jaeger', 'loki', 'promtail', 'prometheus']) {
      cpSync(configFile(folder), join(dir, folder), { recursive: true })
    }
    const path = join(dir, file)
    const text = readFileSync(path, 'utf8')
    expect(text).toContain(from)
    writeFileSync(path, text.replace(from, to))
    const checks = configChecks(dir).filter(({ what }) => what.startsWith(file))

    const complaints = checks.map((check) => complaintOf(check, programs[check.program] ?? ''))

    expect(complaints.join()).toContain(words)
  }),
)
