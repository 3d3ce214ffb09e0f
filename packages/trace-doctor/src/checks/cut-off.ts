import type { Cut } from '../cuts.ts'
import type { Finding } from '../finding.ts'
import type { Subject } from '../subject.ts'
import { count, milliseconds, placesOf } from '../words.ts'

/** What a process still had to send, or to answer, when it was killed. */
export function checkCutOff({ cuts }: Subject): Finding[] {
  return cuts.map((cut) => ({
    check: 'cut-off',
    severity: 'warning',
    what: `${cut.service} was killed, and ${whatIsMissing(cut)}`,
    where: placesOf([...cut.calls, ...cut.orphans].map(({ span }) => span)),
    cause: causeOf(cut),
    cure: `find out what ended ${cut.service} without a flush (kill -9, no memory left, a crash); whoever else was in its hands lost spans too`,
  }))
}

function whatIsMissing({ calls, orphans }: Cut): string {
  const parts = [
    ...(calls.length > 0 ? [`no span of it is below ${count(calls.length, 'call')}`] : []),
    ...(orphans.length > 0 ? [`the parent of ${count(orphans.length, 'span')} never arrived`] : []),
  ]
  return parts.join(', and ')
}

function causeOf({ service, instance, successor }: Cut): string {
  const gap = milliseconds(successor.first - instance.last)
  return `its process ${instance.id} sent nothing that ended later, and ${gap} after its last span another process of ${service} began`
}
