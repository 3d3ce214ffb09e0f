/** What decides, beside the trace, whether contracts are written. */
export interface UpdateSettings {
  wanted: boolean
  /** In CI a contract is never written, since nobody would review it. */
  inCi: boolean
}

/**
 * Updates are wanted with `UPDATE_SPAN_TREES=1`, or with `-u` of vitest and jest, which `snapshots`
 * tells.
 */
export function readUpdateSettings(
  env: NodeJS.ProcessEnv,
  snapshots?: { _updateSnapshot?: unknown },
): UpdateSettings {
  return {
    wanted: isSet(env.UPDATE_SPAN_TREES) || snapshots?._updateSnapshot === 'all',
    inCi: isSet(env.CI),
  }
}

function isSet(value = ''): boolean {
  return !['', '0', 'false', 'no'].includes(value.toLowerCase())
}
