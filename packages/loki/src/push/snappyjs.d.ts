declare module 'snappyjs' {
  export function compress(raw: Buffer): Buffer
  export function uncompress(compressed: Buffer, maxLength?: number): Buffer
}
