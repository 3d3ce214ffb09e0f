export { type Backend, type BackendOptions, startBackend } from './backend.ts'
export { PortError } from './http/listen.ts'
