import { assertTrace } from '@onetrace/span-tree'
import { checkBaggage } from './checks/baggage.ts'
import { checkCallsWithoutServer } from './checks/client-without-server.ts'
import { checkClocks } from './checks/clock-skew.ts'
import { checkContract } from './checks/contract.ts'
import { checkCutOff } from './checks/cut-off.ts'
import { checkCycles } from './checks/cycle.ts'
import { checkDuplicateIds } from './checks/duplicate-id.ts'
import { checkLinkedTraces } from './checks/linked-trace.ts'
import { checkLogsAstray } from './checks/log-astray.ts'
import { checkLogsWithoutIds } from './checks/log-without-ids.ts'
import { checkLostContext } from './checks/lost-context.ts'
import { checkSampledFlag } from './checks/lost-sampled-flag.ts'
import { checkMessageContext } from './checks/message-context.ts'
import { checkNotTaken } from './checks/message-not-taken.ts'
import { checkMessageParent } from './checks/message-parent.ts'
import { checkRedeliveries } from './checks/message-redelivery.ts'
import { checkNames } from './checks/name-cardinality.ts'
import { checkOrphans } from './checks/orphan.ts'
import { checkOutliving } from './checks/outlives-parent.ts'
import { checkRewrittenIds } from './checks/rewritten-trace-id.ts'
import { checkSecrets } from './checks/secret.ts'
import { checkServersWithoutClient } from './checks/server-without-client.ts'
import { checkRoots } from './checks/several-roots.ts'
import { bySeverity, type Finding } from './finding.ts'
import { hideSecrets } from './secret-patterns.ts'
import { type Check, type DiagnoseRequest, toSubject } from './subject.ts'

/** What breaks a trace apart comes before what is odd about its parts. */
const checks: Check[] = [
  checkLostContext,
  checkRewrittenIds,
  checkSampledFlag,
  checkCutOff,
  checkOrphans,
  checkRoots,
  checkCycles,
  checkDuplicateIds,
  checkMessageContext,
  checkMessageParent,
  checkRedeliveries,
  checkNotTaken,
  checkCallsWithoutServer,
  checkServersWithoutClient,
  checkContract,
  checkLogsAstray,
  checkLogsWithoutIds,
  checkClocks,
  checkOutliving,
  checkLinkedTraces,
  checkBaggage,
  checkNames,
  checkSecrets,
]

/** All that is wrong with a trace, the worst first. Fetches nothing: what it gets is all it knows. */
export function diagnose(request: DiagnoseRequest): Finding[] {
  assertTrace(request.trace)
  const subject = toSubject(request)
  const findings = checks.flatMap((check) => check(subject))
  return findings.map(withoutSecrets).sort(bySeverity)
}

/** A finding is read by more people than a trace. */
function withoutSecrets(finding: Finding): Finding {
  return {
    ...finding,
    what: hideSecrets(finding.what),
    where: hideSecrets(finding.where),
    cause: hideSecrets(finding.cause),
    cure: hideSecrets(finding.cure),
  }
}

/** How many checks such a request gets: two of them need something to hold the trace against. */
export function countChecks({ contract, allowedBaggage }: Partial<DiagnoseRequest>): number {
  const without = [contract, allowedBaggage].filter((given) => given === undefined).length
  return checks.length - without
}
