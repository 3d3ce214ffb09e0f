/** What Express' router publishes before it calls a layer; its README, "Diagnostics". */
export interface LayerStart {
  req: {
    /** The router that calls the layer: each of its runs has a `next` of its own. */
    next?: unknown
    /** The last route that has matched, with its handlers. */
    route?: { path: unknown; stack: readonly unknown[] }
  }
  layer: unknown
  /** The pattern that matched: of a handler its route's, else where the layer is mounted. */
  route: string | RegExp
  /** Only of a callback of `router.param()`. */
  param?: string
  errorHandler?: boolean
}

/** One run of a router. */
interface Scope {
  next: unknown
  prefix: string
}

/**
 * The template of a request's route. The router publishes the pattern of each layer alone, so those
 * of the routers around it are kept and put before it. It does not publish when a router is left:
 * that shows by the next layer's `req.next`.
 */
export class RouteTracker {
  template: string | undefined
  #isRoute = false
  #scopes: Scope[] = []
  /** Where a router is mounted whose first layer may come next. */
  #below = ''

  follow({ req, layer, route, param, errorHandler }: LayerStart): void {
    if (errorHandler) return // it answers for the route that has failed
    const { prefix } = this.#enter(req.next)
    const template = joined(prefix, route)
    const isHandler = req.route?.stack.includes(layer) ?? false
    if (param === undefined) this.#below = isHandler ? prefix : template
    if (isHandler || (param !== undefined && req.route?.path === route)) {
      this.#isRoute = true
      this.template = template || '/'
    } else if (!this.#isRoute) this.template = template || undefined
  }

  #enter(next: unknown): Scope {
    const last = this.#scopes.at(-1)
    if (last && last.next === next) return last
    const at = this.#scopes.findLastIndex((scope) => scope.next === next)
    const scope = this.#scopes[at] ?? { next, prefix: this.#below }
    this.#scopes.splice(at < 0 ? this.#scopes.length : at, Infinity, scope)
    return scope
  }
}

function joined(prefix: string, route: string | RegExp): string {
  if (route === '/') return prefix
  const whole = `${prefix}${route}`
  return whole.includes('//') ? whole.replace(/\/{2,}/g, '/') : whole
}
