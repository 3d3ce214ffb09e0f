import { createHash } from 'node:crypto'
import {
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
} from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hasCode, makeWorkFolder, removeFolder } from '@onetrace/processes'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { type ClusterOptions, clusterArguments, makeCluster } from './initdb.ts'

/** Goes with the install that it belongs to. */
export const templatesFolder = fileURLToPath(
  new URL('../node_modules/.cache/clusters', import.meta.url),
)

/**
 * A cluster that nobody has used: initdb takes ten times as long as a copy of what it made. There
 * is one for each user of a checkout, whose data directories so have one password; they could read
 * each other's anyway. `undefined` where none can be kept.
 */
export async function ensureTemplate(
  options: ClusterOptions & { templates: string },
): Promise<string | undefined> {
  const { templates, account, binaries } = options
  if (process.platform === 'win32') return undefined // initdb sets access lists, which no copy has
  if (account && process.platform !== 'linux') return undefined // it may not reach that folder
  const template = join(templates, templateName(binaries, account))
  if (existsSync(template)) return template
  const work = await workFolderFor(template, templates)
  if (work === undefined) return undefined
  try {
    // Synced, unlike data: data that a crash of the machine spoils is removed, this is kept.
    await makeCluster(work, { ...options, sync: true })
    await rename(join(work, 'data'), template)
  } catch (error) {
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error // another start was faster; use its
  } finally {
    await removeFolder(work)
  }
  return template
}

export function copyTemplate({ template, to, account }: Copy): void {
  cpSync(template, to, { recursive: true, mode: constants.COPYFILE_FICLONE })
  chmodSync(to, 0o700) // of folders the mode is not copied, and PostgreSQL refuses an open one
  if (!account) return
  const inside = readdirSync(to, { recursive: true, encoding: 'utf8' })
  for (const path of ['', ...inside]) lchownSync(join(to, path), account.uid, account.gid)
}

interface Copy {
  template: string
  to: string
  account: Account | undefined
}

/** Made of all that initdb reads, so that another install never takes what this one made. */
function templateName({ home }: Binaries, account: Account | undefined): string {
  const share = join(home, 'share', 'postgresql')
  const hash = createHash('sha256').update(clusterArguments.join(' '))
  for (const name of readdirSync(share).sort()) {
    if (/\.(bki|sql|txt|sample)$/.test(name)) hash.update(readFileSync(join(share, name)))
  }
  return `uid-${account?.uid ?? process.getuid?.()}-${hash.digest('hex').slice(0, 16)}`
}

/** `undefined` where the install belongs to somebody else, or cannot be written to. */
async function workFolderFor(template: string, templates: string): Promise<string | undefined> {
  try {
    mkdirSync(templates, { recursive: true })
    return await makeWorkFolder(`${template}.initdb`)
  } catch (error) {
    if (hasCode(error, 'EACCES', 'EPERM', 'EROFS')) return undefined
    throw error
  }
}
