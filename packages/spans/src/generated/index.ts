/** Generated requests and what has to become of them, for tests; not published. */
export { anyRequest } from './any-request.ts'
export { canonical } from './canonical.ts'
export { toJson, toProtobuf } from './encode.ts'
export { keptByV1, shownByV1 } from './v1.ts'
