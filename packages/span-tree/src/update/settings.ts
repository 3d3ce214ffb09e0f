/** What of the surroundings decides whether contracts are written. */
export interface UpdateSettings {
  wanted: boolean
  /** There a contract is never written: nobody would review it. */
  inCi: boolean
}

/** `UPDATE_SPAN_TREES=1`, or the `-u` of vitest and jest, which both keep it in this state. */
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
