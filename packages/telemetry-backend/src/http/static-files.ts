import { readFile } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'
import { type Answer, answer } from './answer.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

const headers = {
  'content-security-policy': [
    "default-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
}

/**
 * Serves a page that has routes of its own: a path that is no file, and does not look like one,
 * gets index.html. `missing` is shown when the folder has no index.html, because nobody has built
 * it.
 */
export async function servePage(root: string, path: string, missing: string): Promise<Answer> {
  const file = fileFor(root, path)
  const found = file && (await read(file))
  if (found && file) return page(found, file)
  if (extname(path) !== '')
    return answer(404, 'text/plain; charset=utf-8', 'no such file\n', headers)
  const index = await read(resolve(root, 'index.html'))
  return index ? page(index, 'index.html') : page(Buffer.from(missing), 'index.html')
}

function page(body: Uint8Array, file: string): Answer {
  // Vite puts a hash of the content into every name under assets/.
  const hashed = file.includes(`${sep}assets${sep}`)
  const cache = hashed ? 'public, max-age=31536000, immutable' : 'no-cache'
  const type = types[extname(file)] ?? 'application/octet-stream'
  return answer(200, type, body, { ...headers, 'cache-control': cache })
}

/** Undefined for whatever leads out of the root, however it is spelled. */
function fileFor(root: string, path: string): string | undefined {
  const decoded = decode(path)
  if (decoded === undefined || decoded.includes('\0')) return undefined
  const file = resolve(root, `.${sep}${decoded}`)
  return file.startsWith(root + sep) ? file : undefined
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

async function read(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if (noSuchFile.has((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

const noSuchFile = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'])
