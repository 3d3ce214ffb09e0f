import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sampleContent, sampleTree } from './support/expected-sample.ts'
import { isMissing, runTool } from './support/run-tool.ts'
import type { SentTrace } from './support/sample-trace.ts'
import { contentOf, storedTrace } from './support/stored-spans.ts'
import { target } from './support/target.ts'

const script = join(import.meta.dirname, 'python/send_otlp.py')

test.skipIf(isMissing('Python'))(
  'OTLP of OpenTelemetry for Python: all that was recorded is stored',
  async () => {
    const sent = await runTool('Python', script, `${target.otlp}/v1/traces`, 'python-otlp')

    const { traceId, at }: SentTrace = JSON.parse(sent)
    const trace = await storedTrace(traceId, sampleTree('python-otlp'))
    expect(trace).toMatchSpanTree(sampleTree('python-otlp'))
    // Of a remote parent; Python leaves out whether it was sampled.
    expect(contentOf(trace, at)).toEqual(sampleContent({ linkFlags: 0x300 }))
  },
)
