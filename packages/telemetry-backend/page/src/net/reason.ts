/**
 * Says what failed, with the reason that the answer gives: in one of Jaeger's two forms, in this
 * backend's own, or as plain text.
 */
export function withReason(place: string, body: string): string {
  const reason = said(body)
  return reason ? `${place}: ${reason}` : place
}

function said(body: string): string | undefined {
  try {
    const { error, errors } = JSON.parse(body) ?? {}
    const reason: unknown = error?.message ?? errors?.[0]?.msg
    return typeof reason === 'string' ? reason : undefined
  } catch {
    return body.startsWith('<') ? undefined : body.split('\n')[0] // a proxy's HTML page is no help here
  }
}
