import { type About, fetchAbout } from '../net/api.ts'
import { useLoad } from '../net/use-load.ts'
import { CopyButton } from './copy-button.tsx'

/** What a new user sees: one sentence and one thing to do. The first trace then takes its place. */
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
      {!curl && !gatewayUrl && <WhereSpansGo about={value} />}
    </section>
  )
}

/** For an application of the reader's own. */
function WhereSpansGo({ about }: { about: About | undefined }) {
  const jaeger = about?.remote.jaeger
  if (jaeger) return <p>Send it to a service whose spans go to the Jaeger at {jaeger}.</p>
  if (!about?.otlp) return null
  const setting = `OTEL_EXPORTER_OTLP_ENDPOINT=${about.otlp}`
  return (
    <>
      <p>Start an application with OpenTelemetry, and with this variable:</p>
      <div class="command">
        <code>{setting}</code>
        <CopyButton text={setting} label="Copy the variable" />
      </div>
    </>
  )
}
