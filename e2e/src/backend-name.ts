export type BackendName = 'embedded' | 'stack'

/**
 * What the fleets of the suite send their telemetry to. The flows are the same: what holds for one
 * has to hold for the other.
 */
export function backendName({ ONETRACE_BACKEND: name }: NodeJS.ProcessEnv): BackendName {
  if (!name || name === 'embedded') return 'embedded'
  if (name === 'stack') return 'stack'
  throw new Error(`ONETRACE_BACKEND: expected embedded or stack, got ${name}`)
}
