import { type SpoilingProxy, startProxy } from './spoiling-proxy.ts'

/** Starts a proxy that drops one header of each request, as a misconfigured proxy does. */
export function startStrippingProxy(target: string, header: string): Promise<SpoilingProxy> {
  return startProxy(target, (req) => {
    const headers = { ...req.headers }
    delete headers[header]
    return headers
  })
}
