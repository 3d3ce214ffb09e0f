import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { foundBinaries } from '@onetrace/stack'
import { pythonWith, type Tool } from '../../src/python.ts'

export type ToolName = 'Python' | 'Python agent' | 'Java agent' | 'promtail' | 'logcli'

const run = promisify(execFile)
const cache = join(import.meta.dirname, '../../../.onetrace/clients')
const pythonFolder = join(import.meta.dirname, '../python')

export async function findTools(): Promise<Record<ToolName, Tool>> {
  const { promtail, logcli } = await foundBinaries(['promtail', 'logcli'])
  return {
    Python: await pythonWith(join(pythonFolder, 'requirements.txt')),
    'Python agent': await pythonWith(join(pythonFolder, 'requirements-agent.txt')),
    'Java agent': await findJavaAgent(),
    promtail: toolAt(promtail),
    logcli: toolAt(logcli),
  }
}

/** A tool under the AGPL, which nothing here downloads or builds. */
function toolAt(path: string | undefined): Tool {
  return path ? { path } : { missing: 'it is neither on PATH nor in ONETRACE_STACK_BIN' }
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
