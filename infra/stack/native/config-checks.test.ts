import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { binariesOf } from '../src/binaries.ts'
import { complaintOf, configChecks } from '../src/config-checks.ts'
import { configFile } from '../src/folders.ts'

/** A slip of the pen in each file, that only its program knows to be one. */
const slips: [file: string, from: string, to: string, words: string][] = [
  ['jaeger/jaeger.yaml', 'receivers: [otlp, jaeger]', 'receivers: [otlp, jäger]', 'jäger'],
  ['loki/loki.yaml', 'retention_period:', 'retention_periode:', 'retention_periode'],
  ['promtail/native.yaml', 'structured_metadata:', 'structured_metdata:', 'structured_metdata'],
  ['promtail/native.yaml', 'target_config:', 'targets_config:', 'targets_config'],
  ['promtail/docker.yaml', 'docker_sd_configs:', 'docker_sd_config:', 'docker_sd_config'],
  ['prometheus/prometheus.yml', 'rule_files:', 'rules_files:', 'rules_files'],
]

test.each(slips)('%s with a slip in it is refused by its program', (file, from, to, words) =>
  withFolder(async (dir) => {
    for (const folder of ['jaeger', 'loki', 'promtail', 'prometheus']) {
      cpSync(configFile(folder), join(dir, folder), { recursive: true })
    }
    const path = join(dir, file)
    const text = readFileSync(path, 'utf8')
    expect(text).toContain(from)
    writeFileSync(path, text.replace(from, to))
    const checks = configChecks(dir).filter(({ what }) => what.startsWith(file))
    const programs = await binariesOf(checks.map(({ program }) => program))

    const complaints = checks.map((check) => complaintOf(check, programs[check.program]))

    expect(complaints.join()).toContain(words)
  }),
)
