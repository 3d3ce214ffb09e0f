import { freePort } from '@onetrace/processes'
import { type Environment, loopback } from './environment.ts'
import { type ServiceName, serviceNames } from './services.ts'

/** How many processes of each service run; the default is one. */
export type ReplicaCounts = Partial<Record<ServiceName, number>>

/**
 * A further process of a service. Calls go to the first process, so this one only does background
 * work.
 */
export interface Replica {
  name: ServiceName
  /** Where its management port is. */
  managementUrl: string
  env: Environment
}

export async function chooseReplicas(counts: ReplicaCounts = {}): Promise<Replica[]> {
  const replicas: Replica[] = []
  for (const name of serviceNames) {
    for (let more = (counts[name] ?? 1) - 1; more > 0; more -= 1) {
      const [port, management] = [await freePort(), await freePort()]
      const env = { PORT: String(port), MANAGEMENT_PORT: String(management) }
      replicas.push({ name, managementUrl: loopback(management), env })
    }
  }
  return replicas
}
