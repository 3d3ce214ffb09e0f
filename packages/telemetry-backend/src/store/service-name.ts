import type { Span } from '@onetrace/spans'

/**
 * Jaeger gives a resource without a name one of these before it stores it, so that the trace is
 * found by its service, too.
 */
export function withServiceName(span: Span): Span {
  const { resource } = span
  const given = Object.hasOwn(resource, 'service.name') ? resource['service.name'] : undefined
  if (typeof given === 'string' && given !== '') return span
  const service = given === '' ? 'empty-service-name' : 'missing-service-name'
  resource['service.name'] = service // shared by all spans of the resource
  return { ...span, service }
}
