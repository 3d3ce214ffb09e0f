import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Block, Expression, parseAlloy } from './parse-alloy.ts'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const blocks = parseAlloy(read('config.alloy'))
// Its variables are expanded by Promtail before it reads the YAML.
const promtail = parse(read('../promtail/docker.yaml').replaceAll('$$', '$'))
const [containers, files] = promtail.scrape_configs

function named(name: string, label?: string): Block {
  const found = blocks.find((block) => block.name === name && (!label || block.label === label))
  if (!found) throw new Error(`expected a block ${name}`)
  return found
}

/** An Alloy stage in Promtail's words. */
function asPromtail({ name, attributes, blocks: stages }: Block): object {
  const kind = name.replace('stage.', '')
  const { values } = attributes
  if (kind === 'match') return { match: { ...attributes, stages: stages.map(asPromtail) } }
  if (kind === 'label_drop') return { labeldrop: values }
  if (kind === 'labels' || kind === 'structured_metadata') {
    // Promtail has nothing behind the name where Alloy has an empty text: the field of that name.
    const names = Object.entries(values as object).map(([key, from]) => [key, from || null])
    return { [kind]: Object.fromEntries(names) }
  }
  return { [kind]: attributes }
}

test('Alloy runs the stages that Promtail runs, in the same order', () => {
  const stages = named('loki.process').blocks.map(asPromtail)

  expect(stages).toEqual(containers.pipeline_stages)
  expect(stages).toEqual(files.pipeline_stages)
})

test('Alloy finds the containers and files that Promtail finds', () => {
  const docker = named('discovery.docker')
  const [sd] = containers.docker_sd_configs
  const rules = named('discovery.relabel').blocks.map(({ attributes }) => attributes)
  const targets = named('local.file_match').attributes.path_targets as Record<string, unknown>[]
  const { labels } = files.static_configs[0]

  expect(docker.attributes).toEqual({ host: sd.host, refresh_interval: sd.refresh_interval })
  expect(named('loki.source.docker').attributes.host).toBe(sd.host)
  expect(rules).toEqual(containers.relabel_configs)
  expect(targets).toEqual([
    {
      job: labels.job,
      __path__: new Expression('coalesce(sys.env("LOG_DIR"), "/logs") + "/*.{log,json}"'),
    },
  ])
  expect(labels.__path__).toMatch(/:-\/logs\}\/\*\.\{log,json\}$/)
})

test('every receiver and target that a block names is there', () => {
  const text = read('config.alloy').replaceAll(/\/\/.*$/gm, '')
  const references = [
    ...text.matchAll(/\b((?:loki|discovery|local)\.[\w.]+)\.(?:receiver|targets|output)\b/g),
  ]
  const ids = blocks.map(({ name, label }) => `${name}.${label}`)

  expect(references.map(([, id]) => id)).toEqual([
    'discovery.docker.containers',
    'discovery.relabel.containers',
    'loki.process.lines',
    'local.file_match.files',
    'loki.process.lines',
    'loki.write.loki',
  ])
  for (const [, id] of references) expect(ids).toContain(id)
})

test('what is no Alloy is refused with its line', () => {
  expect(() => parseAlloy('a "b" {\n\tc = [1\n}')).toThrow('line 2: expected ,, got }')
  expect(() => parseAlloy('a {\n\tb = ;\n}')).toThrow('line 2: expected a name, a text or a sign')
  expect(() => parseAlloy('a {')).toThrow('expected {, got the end')
})
