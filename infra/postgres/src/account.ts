import { readFileSync, statSync } from 'node:fs'

/** An entry of the passwd file. PostgreSQL looks itself up there and refuses a uid without one. */
export interface Account {
  name: string
  uid: number
  gid: number
}

/**
 * Who PostgreSQL runs as: `undefined` for ourselves. It refuses to run as root, so root lends it
 * the account that owns the data directory, or nobody for a new one.
 */
export function accountFor(dataDir: string): Account | undefined {
  const self = process.getuid?.()
  const owner = statSync(dataDir, { throwIfNoEntry: false })?.uid
  if (self === undefined) return undefined // Windows drops the privileges by itself
  if (self !== 0) {
    if (owner === undefined || owner === self) return undefined
    throw new Error(
      `expected ${dataDir} to belong to uid ${self}, it belongs to uid ${owner}: ` +
        'run as that user, or remove the folder to start empty',
    )
  }
  const wanted = owner ? { key: 'uid', value: owner } : { key: 'name', value: 'nobody' }
  const account = readAccounts().find((entry) => Object.entries(entry).some(isWanted))
  if (account) return account
  throw new Error(
    `PostgreSQL refuses to run as root, and /etc/passwd has no ${wanted.key} ${wanted.value} ` +
      'to run it as: run as a plain user, or point DATABASE_URL at a server of your own',
  )

  function isWanted([key, value]: [string, unknown]) {
    return key === wanted.key && value === wanted.value
  }
}

function readAccounts(): Account[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
}
