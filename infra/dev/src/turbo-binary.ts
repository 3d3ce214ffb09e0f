import { createRequire } from 'node:module'

/**
 * The native binary of turbo. Its JavaScript wrapper passes signals on too late, and takes 40 MB.
 */
export function turboBinary(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const arch = process.arch === 'x64' ? '64' : process.arch
  const require = createRequire(createRequire(import.meta.url).resolve('turbo/package.json'))
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return require.resolve(`@turbo/${platform}-${arch}/bin/turbo${suffix}`)
}
