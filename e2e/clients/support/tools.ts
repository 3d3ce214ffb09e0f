import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { foundBinaries } from '@onetrace/stack'

/** A program of another project that tests run, or why it is missing. */
export type Tool = { path: string } | { missing: string }
export type ToolName = 'Python' | 'Python agent' | 'Java agent' | 'promtail' | 'logcli'

const run = promisify(execFile)
const cache = join(import.meta.dirname, '../../../.onetrace/clients')
const pythonFolder = join(import.meta.dirname, '../python')

export async function findTools(): Promise<Record<ToolName, Tool>> {
  const { promtail, logcli } = await foundBinaries(['promtail', 'logcli'])
  return {
    Python: await findPython('requirements.txt'),
    'Python agent': await findPython('requirements-agent.txt'),
    'Java agent': await findJavaAgent(),
    promtail: toolAt(promtail),
    logcli: toolAt(logcli),
  }
}

/** A tool under the AGPL, which nothing here downloads or builds. */
function toolAt(path: string | undefined): Tool {
  return path ? { path } : { missing: 'it is neither on PATH nor in ONETRACE_STACK_BIN' }
}

/** A virtual environment with the pinned packages, which is made once for each list of packages. */
async function findPython(list: string): Promise<Tool> {
  const requirements = join(pythonFolder, list)
  const pinned = await readFile(requirements)
  const venv = join(
    cache,
    `python-${createHash('sha256').update(pinned).digest('hex').slice(0, 12)}`,
  )
  const path = join(venv, 'bin/python')
  if (existsSync(path)) return { path }
  const missing = await whyNoVenv()
  if (missing) return { missing }
  await makeVenv(venv, requirements)
  return { path }
}

async function whyNoVenv(): Promise<string | undefined> {
  try {
    await run('python3', ['-c', 'import venv, ensurepip'])
    return undefined
  } catch {
    return 'expected python3 with venv and pip on the PATH'
  }
}

/** It gets its name when it is complete, so that a run that is cut short leaves no broken one. */
async function makeVenv(venv: string, requirements: string): Promise<void> {
  const draft = `${venv}.draft`
  await rm(draft, { recursive: true, force: true })
  await run('python3', ['-m', 'venv', draft])
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
  await run(join(draft, 'bin/python'), [...pip, '--requirement', requirements])
  await rename(draft, venv) // only its scripts contain the old name, and python is no script
}

/** Apache 2.0, from Maven Central. */
const agentVersion = '2.20.1'

/** The jar, fetched once by Maven; a JDK runs it. */
async function findJavaAgent(): Promise<Tool> {
  const name = `opentelemetry-javaagent-${agentVersion}.jar`
  const path = join(cache, name)
  const missing = await whyNoJava(path)
  if (missing) return { missing }
  if (existsSync(path)) return { path }
  const draft = join(cache, 'java-agent.draft')
  const artifact = `io.opentelemetry.javaagent:opentelemetry-javaagent:${agentVersion}`
  const copy = ['dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${draft}`]
  try {
    await run('mvn', ['--batch-mode', '--quiet', ...copy])
  } catch {
    return { missing: `Maven did not get ${artifact}` }
  }
  await rename(join(draft, name), path)
  return { path }
}

async function whyNoJava(path: string): Promise<string | undefined> {
  try {
    await run('javac', ['--version'])
    if (!existsSync(path)) await run('mvn', ['--version'])
    return undefined
  } catch {
    return 'expected a JDK and Maven on the PATH'
  }
}
