import { fetchAbout } from '../net/api.ts'
import { useLoad } from '../net/use-load.ts'
import { CopyButton } from './copy-button.tsx'

/** What a newcomer sees: one sentence and one thing to do; the trace then appears in its place. */
export function FirstTrace() {
  const { value, error } = useLoad('about', fetchAbout)
  if (!value && !error) return null
  const { curl, gatewayUrl } = value?.tryIt ?? {}
  return (
    <section class="first-trace">
      <h1>Send one request, and its trace appears here.</h1>
      {curl && (
        <div class="command">
          <code>{curl}</code>
          <CopyButton text={curl} label="Copy the command" />
        </div>
      )}
      {gatewayUrl && (
        <p>
          {curl && 'or '}
          <a class="button" href={gatewayUrl} target="_blank" rel="noreferrer">
            Place an order in the browser
          </a>
        </p>
      )}
      {!curl && !gatewayUrl && (
        <p>
          Point a service's exporter at this backend: OTLP over HTTP on port 4318, or Jaeger's
          thrift formats.
        </p>
      )}
    </section>
  )
}
