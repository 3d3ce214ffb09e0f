import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from '@onetrace/processes'
import { portNames, type StackPorts } from '../run/ports.ts'
import { type Stack, startStack } from '../run/stack.ts'

export interface TestStack extends Stack, AsyncDisposable {
  dir: string
  logDir: string
  ports: StackPorts
  lines: string[]
}

/** A stack on ports of its own and in a folder that is gone afterwards. */
export async function startTestStack(
  dir = mkdtempSync(join(tmpdir(), 'onetrace-stack-')),
): Promise<TestStack> {
  const logDir = join(dir, 'logs')
  const ports = await freePorts(portNames)
  const lines: string[] = []
  const remove = () => rmSync(dir, { recursive: true, force: true })
  try {
    const onLine = (line: string) => lines.push(line)
    const stack = await startStack({ ports, dir, logDir, targets: {}, onLine })
    return {
      ...stack,
      dir,
      logDir,
      ports,
      lines,
      async [Symbol.asyncDispose]() {
        await stack.stop()
        remove()
      },
    }
  } catch (err) {
    remove()
    throw err
  }
}
