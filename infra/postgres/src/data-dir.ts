import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { hasCode, makeWorkFolder, removeFolder } from '@onetrace/processes'
import { majorVersion } from './binaries.ts'
import { type ClusterOptions, makeCluster } from './initdb.ts'
import { copyTemplate, ensureTemplate } from './template.ts'

export interface DataDirOptions extends ClusterOptions {
  dataDir: string
  /** Where new clusters are kept to be copied. */
  templates: string
}

/** Makes the data directory unless it is there; one of another major version is an error. */
export async function ensureDataDir(options: DataDirOptions): Promise<void> {
  const { dataDir, binaries } = options
  const versionFile = join(dataDir, 'PG_VERSION')
  if (!existsSync(versionFile)) return makeDataDir(options)
  const [wanted, found] = [majorVersion(binaries), readFileSync(versionFile, 'utf8').trim()]
  if (found === wanted) return
  throw new Error(
    `expected ${dataDir} to hold data of PostgreSQL ${wanted}, it is of ${found || 'no version'}: ` +
      'remove the folder to start empty',
  )
}

/** In a folder beside it, renamed at the end: a kill on the way leaves no half data directory. */
async function makeDataDir(options: DataDirOptions): Promise<void> {
  const { dataDir, account, signal } = options
  await mkdir(dirname(dataDir), { recursive: true })
  const template = await ensureTemplate(options)
  const work = await makeWorkFolder(`${dataDir}.initdb`)
  try {
    const made = join(work, 'data')
    if (template) copyTemplate({ template, to: made, account })
    else await makeCluster(work, options)
    signal?.throwIfAborted()
    await moveInPlace(made, dataDir)
  } finally {
    await removeFolder(work)
  }
}

async function moveInPlace(made: string, dataDir: string): Promise<void> {
  try {
    await rename(made, dataDir) // replaces an empty folder, never a full one
  } catch (error) {
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM')) throw error
    if (existsSync(join(dataDir, 'PG_VERSION'))) return // another start was faster; use its
    throw new Error(`expected ${dataDir} to be PostgreSQL's data or empty, it holds other files`, {
      cause: error,
    })
  }
}
