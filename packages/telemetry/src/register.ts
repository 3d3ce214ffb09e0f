/**
 * Starts OpenTelemetry: `node --import @onetrace/telemetry/register main.ts`. It must be loaded
 * before the libraries that it patches, so it is the only module of the project that does
 * something by being imported.
 */
import { checkSdkSettings } from './sdk-settings.ts'
import { readTraceSettings } from './settings.ts'

try {
  const settings = readTraceSettings(process.env)
  if (!settings.disabled) {
    checkSdkSettings(process.env, settings.exporters)
    // The SDK takes a third of a second and 30 MB, so it is loaded only when it is wanted.
    const { startSdk } = await import('./start-sdk.ts')
    await startSdk(settings)
  }
} catch (err) {
  process.stderr.write(`telemetry: ${err instanceof Error ? err.message : err}\n`)
  process.exit(1)
}
