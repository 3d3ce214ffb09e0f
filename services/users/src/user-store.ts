import { type Database, isUuid } from '@onetrace/service'

export interface User {
  id: string
  name: string
}

export interface UserStore {
  insert: (user: { name: string }) => Promise<User>
  find: (id: string) => Promise<User | undefined>
}

/** Every SQL statement of the users service. */
export function createUserStore(database: Database): UserStore {
  return {
    async insert({ name }) {
      const [user] = await database.query<User>(
        'insert into users (name) values ($1) returning id, name',
        [name],
      )
      if (!user) throw new Error('insert into users returned no row')
      return user
    },

    async find(id) {
      if (!isUuid(id)) return undefined // no such user, and Postgres would call it a syntax error
      const [user] = await database.query<User>('select id, name from users where id = $1', [id])
      return user
    },
  }
}
