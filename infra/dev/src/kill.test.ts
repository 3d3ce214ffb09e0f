import { until } from '@onetrace/processes'
import { withFolder } from '@onetrace/processes/testing'
import { expect, test } from 'vitest'
import { startFleet } from './fleet.ts'
import { anyPorts } from './ports.ts'

test('what is killed by the fleet’s own kill starts again, and the fleet goes on', async () => {
  await withFolder(async (dir) => {
    const fleet = await startFleet({ dir, ports: await anyPorts() })
    await using stack = new AsyncDisposableStack()
    stack.defer(fleet.stop)
    const ended = fleet.broken.then((why) => Promise.reject(new Error(why)))
    const killed = async () => {
      for (const name of ['orders', 'users'] as const) {
        await fleet.services?.kill(name)
        await fleet.services?.start(name)
      }
      await fleet.postgres.kill()
      await fleet.postgres.start()
      const ready = async () => {
        const answers = Object.values(fleet.urls.management).map((url) => fetch(`${url}/readyz`))
        expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200])
      }
      await until(ready, { what: 'all services to be ready', deadlineMs: 120_000 })
      await fleet.quiesce()
      return 'at rest'
    }

    expect(await Promise.race([killed(), ended])).toBe('at rest')
  })
})
