import type { WrittenLine } from './written-line.ts'

type Labels = Record<string, unknown>
type OtlpLine = Pick<WrittenLine, 'message' | 'fields'>

/** Each record of OTLP has one of them, and no line of a file does. */
const signs = ['severity_number', 'observed_timestamp', 'event_name']

/** What has its own place beside a line, and what tells of its sender: the same on all his lines. */
const notShown =
  /^(?:trace_id|span_id|flags|level|detected_level|event_name|exception_stacktrace)$|^(?:severity|observed|dropped|scope|service|telemetry|host|os|process|container|k8s|cloud|deployment|code|thread)_/

/**
 * A log record of OTLP as Loki keeps it: its text is the line, and its attributes are metadata. The
 * name of an event by the logs API stands before its text, which many have none of. Undefined for
 * lines that came another way.
 */
export function readOtlpLine(line: OtlpLine, labels: Labels): OtlpLine | undefined {
  if (!signs.some((name) => labels[name] !== undefined)) return undefined
  const { event_name: event } = labels
  const message =
    typeof event === 'string' && event !== '' ? `${event} ${line.message}`.trimEnd() : line.message
  const shown = Object.entries(labels).filter(([name]) => !notShown.test(name))
  return { message, fields: { ...line.fields, ...Object.fromEntries(shown) } }
}
