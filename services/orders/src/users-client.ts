import { type Upstream, upstreamFailure } from '@onetrace/service'

export interface UsersClient {
  exists: (userId: string, signal: AbortSignal) => Promise<boolean>
  /** Counts once for each message, however often it is sent. */
  addPoints: (userId: string, message: PointsMessage) => Promise<void>
}

export interface PointsMessage {
  messageId: string
  points: number
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

    async addPoints(userId, message) {
      const answer = await users({
        method: 'POST',
        path: `/users/${encodeURIComponent(userId)}/points`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message),
        signal: new AbortController().signal, // nobody waits who could leave
      })
      if (answer.status !== 200) throw upstreamFailure('users', answer)
    },
  }
}
