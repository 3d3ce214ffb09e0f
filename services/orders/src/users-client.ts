import { type Upstream, upstreamFailure } from '@onetrace/service'

export interface UsersClient {
  exists: (userId: string, signal: AbortSignal) => Promise<boolean>
}

/** Every call to the users service. */
export function createUsersClient(users: Upstream): UsersClient {
  return {
    async exists(userId, signal) {
      const path = `/users/${encodeURIComponent(userId)}`
      const answer = await users({ method: 'GET', path, signal })
      if (answer.status === 200) return true
      if (answer.status === 404) return false
      throw upstreamFailure('users', answer)
    },
  }
}
