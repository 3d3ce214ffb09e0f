/** In a file of its own: the decoder is loaded with the first batch, the receivers before. */
export class ThriftDecodeError extends Error {
  override name = 'ThriftDecodeError'
}
