export type BackendName = 'embedded' | 'stack'

/**
 * The backend to which the fleets of the suite send their telemetry. The flows are the same for
 * both, and have to pass on both.
 */
export function backendName({ ONETRACE_BACKEND: name }: NodeJS.ProcessEnv): BackendName {
  if (!name || name === 'embedded') return 'embedded'
  if (name === 'stack') return 'stack'
  throw new Error(`ONETRACE_BACKEND: expected embedded or stack, got ${name}`)
}
