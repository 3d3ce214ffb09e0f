import pg from 'pg'

/** What the tests here share. Nothing outside of tests imports it. */

export async function withClient<T>(url: string, fn: (client: pg.Client) => Promise<T>) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {}) // the server is killed under it
  await client.connect()
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}
