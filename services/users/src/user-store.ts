import { type Database, isUuid, type Query } from '@onetrace/service'

export interface User {
  id: string
  name: string
  points: number
}

export interface PointsMessage {
  messageId: string
  points: number
}

export type Added = { outcome: 'added' | 'replayed'; user: User } | { outcome: 'no_user' }

export interface UserStore {
  insert: (user: { name: string }) => Promise<User>
  find: (id: string) => Promise<User | undefined>
  /** Adds the points of each message once, however often the message comes. */
  addPoints: (userId: string, message: PointsMessage) => Promise<Added>
}

const columns = 'id, name, points'

/** Every SQL statement of the users service. */
export function createUserStore(database: Database): UserStore {
  return {
    async insert({ name }) {
      const [user] = await database.query<User>(
        `insert into users (name) values ($1) returning ${columns}`,
        [name],
      )
      if (!user) throw new Error('insert into users returned no row')
      return user
    },

    find: (id) => findUser(database.query, id),

    async addPoints(userId, message) {
      if (!isUuid(userId)) return { outcome: 'no_user' }
      return database.transaction((query) => addPoints(query, userId, message))
    },
  }
}

async function findUser(query: Query, id: string): Promise<User | undefined> {
  if (!isUuid(id)) return undefined // it is nobody's id, and Postgres would call it a syntax error
  const [user] = await query<User>(`select ${columns} from users where id = $1`, [id])
  return user
}

async function addPoints(
  query: Query,
  userId: string,
  { messageId, points }: PointsMessage,
): Promise<Added> {
  // The primary key decides between two deliveries of one message that arrive together.
  const [isNew] = await query(
    `insert into points (message_id, user_id, points)
     select $1, id, $3 from users where id = $2
     on conflict (message_id) do nothing
     returning message_id`,
    [messageId, userId, points],
  )
  const user = isNew ? await raise(query, userId, points) : await findUser(query, userId)
  if (!user) return { outcome: 'no_user' }
  return { outcome: isNew ? 'added' : 'replayed', user }
}

async function raise(query: Query, userId: string, points: number): Promise<User | undefined> {
  const [user] = await query<User>(
    `update users set points = points + $2 where id = $1 returning ${columns}`,
    [userId, points],
  )
  return user
}
