export { ApiError, type ErrorCode, errorCatalogue, toApiError } from './api-error.ts'
export { type Database, openDatabase, type Query } from './database.ts'
export { isRecord, isText, isUuid } from './edges.ts'
export { exitOnFatal } from './exit-on-fatal.ts'
export { callerGone, createHttpApp, jsonBody } from './http-app.ts'
export { migrate } from './migrate.ts'
export { ConfigError, type EnvReader, readEnv } from './read-env.ts'
export {
  createServiceContext,
  readServiceConfig,
  runService,
  type ServiceConfig,
  type ServiceContext,
} from './service.ts'
export { createUpstream, type Upstream, type UpstreamAnswer, upstreamFailure } from './upstream.ts'
