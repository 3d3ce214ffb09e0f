import { fileURLToPath } from 'node:url'

/** `infra/stack`, with one folder of config files for each component. */
export const stackFolder = new URL('../', import.meta.url)

/** The folder of built programs, which git ignores. */
export const binFolder = pathOf(new URL('.bin/', stackFolder))

export function pathOf(url: URL): string {
  return fileURLToPath(url)
}

export function configFile(path: string): string {
  return pathOf(new URL(path, stackFolder))
}
