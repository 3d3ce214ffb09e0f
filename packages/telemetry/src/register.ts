/**
 * Starts OpenTelemetry: `node --import @onetrace/telemetry/register main.ts`. It must be loaded
 * before the libraries that it patches, so it is the only module of the project that does
 * something by being imported.
 */
import { readTraceSettings, type TraceSettings } from './settings.ts'

const settings = settingsOrExit()
// Loaded only when wanted: the SDK takes a third of a second and 30 MB.
if (!settings.disabled) (await import('./start-sdk.ts')).startSdk(settings)

function settingsOrExit(): TraceSettings {
  try {
    return readTraceSettings(process.env)
  } catch (err) {
    process.stderr.write(`telemetry: ${err instanceof Error ? err.message : err}\n`)
    process.exit(1)
  }
}
