export { type Backend, startBackend } from './backend.ts'
export type { BackendOptions } from './backend-options.ts'
export { PortError } from './http/listen.ts'
