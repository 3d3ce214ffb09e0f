import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { output } from './engine.ts'

/** Runs buildah with these arguments, and gives what it printed. */
export type Buildah = (args: readonly string[]) => string

// The few programs that the Dockerfile's own commands use.
const programs = ['sh', 'sed', 'find', 'env']
const certificates = '/etc/ssl/certs/ca-certificates.crt'

/**
 * Makes a base image with the Node that runs this, npm, and what a shell line needs; about 150 MB.
 */
export function commitBaseImage(buildah: Buildah): string {
  const root = mkdtempSync(join(tmpdir(), 'onetrace-base-'))
  try {
    layOut(root)
    const id = buildah(['from', 'scratch'])
    buildah(['add', '--quiet', id, root, '/'])
    const trusted = [`SSL_CERT_FILE=${certificates}`, `NODE_EXTRA_CA_CERTS=${certificates}`]
    const variables = ['PATH=/usr/bin', ...trusted].flatMap((text) => ['--env', text])
    buildah(['config', ...variables, id])
    buildah(['commit', '--quiet', '--rm', id, 'onetrace-test/base'])
    return 'localhost/onetrace-test/base'
  } finally {
    rmSync(root, { recursive: true })
  }
}

function layOut(root: string): void {
  const put = (from: string, to: string) => {
    mkdirSync(join(root, dirname(to)), { recursive: true })
    cpSync(from, join(root, to), { recursive: true, dereference: true })
  }
  const paths = programs.map((name) => output('sh', ['-c', `command -v ${name}`]))
  put(process.execPath, '/usr/bin/node')
  for (const [index, name] of programs.entries()) put(paths[index] ?? name, `/usr/bin/${name}`)
  for (const library of librariesOf([process.execPath, ...paths])) put(library, library)
  put(join(output('npm', ['root', '--global']), 'npm'), '/usr/lib/npm')
  put(certificates, certificates)
  symlinkSync('../lib/npm/bin/npm-cli.js', join(root, 'usr/bin/npm'))
  symlinkSync('../lib/npm/bin/npx-cli.js', join(root, 'usr/bin/npx'))
  symlinkSync('usr/bin', join(root, 'bin'))
  for (const empty of ['proc', 'dev', 'sys', 'root']) mkdirSync(join(root, empty))
  mkdirSync(join(root, 'tmp'), { mode: 0o1777 })
  writeFileSync(
    join(root, 'etc/passwd'),
    'root:x:0:0::/root:/bin/sh\nnode:x:1000:1000::/tmp:/bin/sh\n',
  )
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\nnode:x:1000:\n')
}

/**
 * The libraries that they need according to the linker, and the rest of glibc for npm's binaries.
 */
function librariesOf(programs: readonly string[]): Set<string> {
  const linked = programs.flatMap((path) => output('ldd', [path]).match(/\/\S+\.so\S*/g) ?? [])
  const glibc = linked.find((path) => path.endsWith('/libc.so.6')) ?? '/lib/libc.so.6'
  const others = readdirSync(dirname(glibc))
    .filter((name) => /^lib(rt|pthread|dl|m|resolv|nss_dns|nss_files)\.so\.\d+$/.test(name))
    .map((name) => join(dirname(glibc), name))
  return new Set([...linked, ...others])
}
