import { ApiError, type Upstream } from '@onetrace/service'

export interface UsersClient {
  exists: (userId: string, signal: AbortSignal) => Promise<boolean>
}

/** Every call to the users service. */
export function createUsersClient(users: Upstream): UsersClient {
  return {
    async exists(userId, signal) {
      const path = `/users/${encodeURIComponent(userId)}`
      const { status } = await users({ method: 'GET', path, signal })
      if (status === 200) return true
      if (status === 404) return false
      if (status === 503) throw new ApiError('unavailable', 'users is unavailable')
      throw new ApiError('upstream_error', `users answered ${status} to GET /users/:id`)
    },
  }
}
