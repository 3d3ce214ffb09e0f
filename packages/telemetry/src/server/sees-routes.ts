import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { routeOf } from './express-routes.ts'

export interface ExpressModule {
  application: object
  Router: unknown
}

/** As far as it is used here. */
interface Router {
  (req: IncomingMessage, res: object, next: () => void): void
  use: (path: string, router: Router) => Router
  get: (path: string, handler: () => void) => Router
}

/**
 * Whether a request that this Express routes is seen, with all that the template of its route is made
 * of: an older router publishes nothing, and a newer one may publish something else.
 */
export function seesRoutes({ Router: createRouter }: ExpressModule): boolean {
  const create = createRouter as () => Router
  const request = Object.assign(new IncomingMessage(new Socket()), { method: 'GET', url: '/1/2/3' })
  const inner = create().get('/:c', () => {})
  const outer = create().use('/:b', inner)
  create().use('/:a', outer)(request, {}, () => {})
  return routeOf(request) === '/:a/:b/:c'
}
