import type { Router } from 'express'

interface Layer {
  route?: { methods: Record<string, boolean> }
  match: (path: string) => boolean
  handle: { stack?: Layer[] }
}

/** The methods that a path is served for, in capitals; none for a path that no route has. */
export function allowedMethods(routes: Router, path: string): string[] {
  const found = methodsOf(routes.stack as unknown as Layer[], path)
  if (found.has('GET')) found.add('HEAD')
  return [...found].sort()
}

/** Routers within are mounted at the root here, so that the path stays as it is. */
function methodsOf(layers: Layer[], path: string): Set<string> {
  const matching = layers.filter((layer) => matches(layer, path))
  return new Set(
    matching.flatMap(({ route, handle }) => [
      ...Object.keys(route?.methods ?? {}).map((method) => method.toUpperCase()),
      ...(handle.stack && !route ? methodsOf(handle.stack, path) : []),
    ]),
  )
}

/** A parameter that does not decode throws. */
function matches(layer: Layer, path: string): boolean {
  try {
    return layer.match(path)
  } catch {
    return false
  }
}
