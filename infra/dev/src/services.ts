/** In the order in which a request meets them. */
export const serviceNames = ['gateway', 'orders', 'users'] as const
export type ServiceName = (typeof serviceNames)[number]

/** The services that own data. Each has a database and a role, named like the service. */
export const databaseNames = ['orders', 'users'] as const
export type DatabaseName = (typeof databaseNames)[number]

export const workspaceRoot = new URL('../../../', import.meta.url)

export function serviceFolder(name: ServiceName): URL {
  return new URL(`services/${name}/`, workspaceRoot)
}
