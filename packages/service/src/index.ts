export { ApiError, errorsOf } from './api-error.ts'
export { type Database, openDatabase, type Query } from './database.ts'
export { isRecord, isText, isUuid } from './edges.ts'
export { exitOnFatal } from './exit-on-fatal.ts'
export { createHttpApp } from './http-app.ts'
export { createHttpServer } from './http-server.ts'
export { jsonBody } from './json-body.ts'
export { migrate } from './migrate.ts'
export { securityHeaders } from './problem.ts'
export { readBody } from './read-body.ts'
export { ConfigError, type EnvReader, readEnv } from './read-env.ts'
export { callerGone } from './request-scope.ts'
export type { BackgroundWork } from './serve.ts'
export { runService, type ServiceParts } from './service.ts'
export {
  type DatabaseConfig,
  readDatabaseConfig,
  readServiceConfig,
  type ServiceConfig,
} from './service-config.ts'
export { createServiceContext, type ServiceContext } from './service-context.ts'
export { createUpstream, type Upstream, type UpstreamAnswer, upstreamFailure } from './upstream.ts'
