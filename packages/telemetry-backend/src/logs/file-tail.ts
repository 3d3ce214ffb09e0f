import { type FileHandle, open } from 'node:fs/promises'
import { encodingOf } from '@onetrace/spans'
import { LineSplitter } from './line-splitter.ts'

export interface TailOptions {
  path: string
  maxLineBytes: number
  onLine: (text: string, cut: boolean) => void
}

const chunkBytes = 64 * 1024
const headBytes = 256

/**
 * Follows one file by its inode, since another file may get its name. The open handle still reads
 * what is written after a rename, and keeps the system from giving the inode's number to another
 * file.
 */
export class FileTail {
  readonly key: string
  lastGrowth = Date.now()
  readonly #file: FileHandle
  readonly #splitter: LineSplitter
  #position = 0
  #seen = ''
  /** Into UTF-8, which lines are cut out of. */
  #toUtf8 = asItIs
  /** The file's first bytes. When they differ later, the file was truncated and has grown again. */
  #head = Buffer.alloc(0)
  #closed = false

  static async open(options: TailOptions): Promise<FileTail> {
    const file = await open(options.path, 'r')
    return new FileTail(file, fileKey(await file.stat({ bigint: true })), options)
  }

  private constructor(file: FileHandle, key: string, { maxLineBytes, onLine }: TailOptions) {
    this.#file = file
    this.key = key
    this.#splitter = new LineSplitter(maxLineBytes, onLine)
  }

  /**
   * Reads up to the end that the file has now, so that a busy writer cannot keep the reader
   * forever.
   */
  async readToEnd(): Promise<{ deleted: boolean }> {
    const { size, mtimeNs, nlink } = await this.#file.stat({ bigint: true })
    const seen = `${size} ${mtimeNs}`
    if (seen !== this.#seen) {
      if (await this.#wasTruncated(Number(size))) this.#restart()
      await this.#readUntil(Number(size))
      this.#seen = seen
    }
    return { deleted: nlink === 0n }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#splitter.end()
    await this.#file.close()
  }

  /** Ends a long read; the rest stays unread. */
  stop(): void {
    this.#closed = true
  }

  async #wasTruncated(size: number): Promise<boolean> {
    if (size < this.#position) return true
    const head = await this.#read(0, this.#head.length)
    return !head.equals(this.#head)
  }

  #restart(): void {
    this.#splitter.end() // gives half a line, whose other half is gone
    this.#position = 0
    this.#head = Buffer.alloc(0)
  }

  async #readUntil(end: number): Promise<void> {
    while (this.#position < end && !this.#closed) {
      const chunk = await this.#read(this.#position, Math.min(chunkBytes, end - this.#position))
      if (chunk.length === 0 || (this.#position === 0 && isHalfMark(chunk))) return
      if (this.#position === 0) this.#toUtf8 = decoderFor(chunk)
      this.#growHead(chunk)
      this.#position += chunk.length
      this.lastGrowth = Date.now()
      this.#splitter.push(this.#toUtf8(chunk))
    }
  }

  #growHead(chunk: Buffer): void {
    if (this.#position !== this.#head.length) return
    this.#head = Buffer.concat([this.#head, chunk.subarray(0, headBytes - this.#head.length)])
  }

  async #read(position: number, length: number): Promise<Buffer> {
    const { bytesRead, buffer } = await this.#file.read(Buffer.allocUnsafe(length), { position })
    return buffer.subarray(0, bytesRead)
  }
}

function asItIs(chunk: Buffer): Buffer {
  return chunk
}

/** PowerShell's `>` writes UTF-16, which a mark at its start tells. */
function decoderFor(head: Buffer): (chunk: Buffer) => Buffer {
  const encoding = encodingOf(head)
  if (encoding === 'utf-8') return asItIs
  const decoder = new TextDecoder(encoding)
  return (chunk) => Buffer.from(decoder.decode(chunk, { stream: true }))
}

/** The first of the mark's two bytes, whose other one is still to come. */
function isHalfMark({ length, 0: first = 0 }: Buffer): boolean {
  return length === 1 && first >= 0xfe
}

export function fileKey({ dev, ino }: { dev: bigint; ino: bigint }): string {
  return `${dev}:${ino}`
}
