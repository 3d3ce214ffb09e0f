export { type ApiKey, createApiKey } from './api-key.ts'
export type { Environment } from './environment.ts'
export { type Fleet, type FleetOptions, startFleet } from './fleet.ts'
export { type FleetUrls, quiesce } from './fleet-urls.ts'
export {
  anyPorts,
  anyPortsWithStack,
  defaultPorts,
  type Ports,
  type PortsWithStack,
} from './ports.ts'
export type { ServiceName } from './services.ts'
