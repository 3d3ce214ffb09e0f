import type { ServerName } from './test-plain.ts'

/** One kind of request, sent to the same servers under both sets of instrumentations. */
export interface Kind {
  kind: string
  to: ServerName
  /** As it goes over the wire; a line of its own each, \n for \r\n. */
  sends: string
  /** The client leaves as soon as the request has begun, and waits for no answer. */
  leaves?: boolean
  /** Spans under the channels, `name < parent's name`, in the order in which they start. */
  spans: string[]
  differs?: Difference
}

export interface Difference {
  why: string
  /** Fields of the server span; `spans` for the list of all. */
  fields: Record<string, [stock: unknown, channels: unknown]>
}

export const sentTraceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const traceparent = `00-${sentTraceId}-00f067aa0ba902b7-03`
const headers = `Host: shop.test\nUser-Agent: kinds/1\nTraceparent: ${traceparent}`

type Rest = Partial<Omit<Kind, 'kind' | 'spans'>>

/** A GET of this path, unless `sends` says otherwise. */
function kind(kind: string, path: string, spans: string[], rest: Rest = {}): Kind {
  return { kind, to: 'express', sends: get(path), spans, ...rest }
}

function get(path: string, more = '') {
  return request(`GET ${path}`, more)
}

function request(line: string, more = '', body = '') {
  const length = body && `Content-Length: ${body.length}\n`
  return `${line} HTTP/1.1\n${headers}\nConnection: close\n${length}${more}\n${body}`
}

function route(why: string, method: string, stock?: string, channels?: string): Difference {
  const name = (template?: string) => [method, template].filter(Boolean).join(' ')
  return { why, fields: { name: [name(stock), name(channels)], 'http.route': [stock, channels] } }
}

function noStockSpan(why: string, spans = ['GET']): Difference {
  return { why, fields: { spans: [spans.slice(1), spans] } }
}

const thrown = {
  name: 'exception',
  'exception.type': 'RangeError',
  'exception.message': 'out of paper',
}
const onlyMatched = 'the pattern that matched is told, not all that the layer has'
const wholeTemplate = 'the template is whole: where a router is mounted belongs to it'
const matchedAfterAll = 'the stock one compares the template with the target as it was sent'

export const kinds: Kind[] = [
  // Express: how a template is put together.
  kind('a route', '/health', ['GET /health']),
  kind('a parameter', '/users/7', ['GET /users/:id', 'find_user < GET /users/:id']),
  kind('the root', '/', ['GET /']),
  kind('one of several paths', '/array/b', ['GET /array/b'], {
    differs: route(onlyMatched, 'GET', '/array/a,/array/b', '/array/b'),
  }),
  kind('a regular expression', '/regexp/7', ['GET /^\\/regexp\\/(\\d+)$/']),
  kind('a wildcard', '/files/a/b.txt', ['GET /files/*path']),
  kind('an optional part that came', '/optional/7', ['GET /optional{/:part}']),
  kind('an optional part that did not', '/optional', ['GET /optional{/:part}']),
  kind('app.all', '/any', ['GET /any']),
  kind('route().get', '/chain', ['GET /chain']),
  kind('route().put with two handlers', '/chain', ['PUT /chain'], {
    sends: request('PUT /chain'),
  }),
  kind('next("route")', '/next-route', ['GET /next-route']),
  kind('a middleware that answers', '/mounted/x', ['GET /mounted']),
  kind('an app in an app', '/admin/panels/7', ['GET /admin/panels/:id'], {
    differs: route(wholeTemplate, 'GET', '/panels/:id', '/admin/panels/:id'),
  }),
  kind('the root of a router', '/api', ['GET /api']),
  kind('the root of a router, with a slash', '/api/', ['GET /api']),
  kind('a router in a router', '/api/tenants/t1/items/7', [
    'GET /api/tenants/:tenant/items/:item',
    'find_item < GET /api/tenants/:tenant/items/:item',
  ]),
  kind('a router that is left for the next', '/api/leave', ['GET /api/leave'], {
    differs: route(
      'the route that passed it on is the last that matched, as in the metrics',
      'GET',
      '/api',
      '/api/leave',
    ),
  }),
  kind('one mount below another', '/a/b/7', ['GET /a/b/:id'], {
    differs: route(
      'a router that was left is not part of the template',
      'GET',
      '/a/a/b/:id',
      '/a/b/:id',
    ),
  }),
  kind('a guard on the path of a mount', '/guarded/7', ['GET /guarded/:id']),
  kind('a router called by a middleware', '/wrapped/7', ['GET /wrapped/:id'], {
    differs: route(wholeTemplate, 'GET', '/:id', '/wrapped/:id'),
  }),
  kind('a router called after a promise', '/awaited/7', ['GET /awaited/:id'], {
    differs: route(wholeTemplate, 'GET', '/:id', '/awaited/:id'),
  }),
  kind('one router at two paths, the first', '/one/7', ['GET /one/:id'], {
    differs: route(onlyMatched, 'GET', '/one,/two/:of/:id', '/one/:id'),
  }),
  kind('one router at two paths, the second', '/two/x/7', ['GET /two/:of/:id'], {
    differs: route(onlyMatched, 'GET', '/one,/two/:of/:id', '/two/:of/:id'),
  }),
  // Express: what matches no route.
  kind('an unknown path', '/nowhere', ['GET']),
  kind('an unknown path of a router', '/api/nowhere', ['GET'], {
    differs: route(
      'no route has matched; where a router is mounted is none',
      'GET',
      '/api',
      undefined,
    ),
  }),
  kind('a wrong method', '/health', ['DELETE'], { sends: request('DELETE /health') }),
  kind('OPTIONS that Express answers', '/users/7', ['OPTIONS'], {
    sends: request('OPTIONS /users/7'),
  }),
  kind('a handler that goes on to nothing', '/through', ['GET /through'], {
    differs: route(
      'the route that passed it on is the last that matched, as in the metrics',
      'GET',
      undefined,
      '/through',
    ),
  }),
  kind('HEAD of a GET route', '/health', ['HEAD /health'], { sends: request('HEAD /health') }),
  // Express: failures.
  kind('a rejection, 500', '/fails/500', ['GET /fails/:how']),
  kind('a rejection, 404', '/fails/404', ['GET /fails/:how']),
  kind('a throw', '/throws', ['GET /throws']),
  kind('a failure of half an answer', '/half', ['GET /half']),
  kind('a rejection two routers down', '/api/tenants/t1/broken', [
    'GET /api/tenants/:tenant/broken',
  ]),
  kind('a parameter that a callback refuses', '/api/owned/nobody', ['GET /api/owned/:owner'], {
    differs: route(
      'the route has matched before its parameters are looked at',
      'GET',
      '/api/owned',
      '/api/owned/:owner',
    ),
  }),
  kind('a parameter that a callback takes', '/api/owned/ada', ['GET /api/owned/:owner']),
  kind('a body', '/users', ['POST /users'], {
    sends: request('POST /users', 'Content-Type: application/json\n', '{"a":1}'),
  }),
  kind('a body that is no JSON', '/users', ['POST /users'], {
    sends: request('POST /users', 'Content-Type: application/json\n', '{"a":'),
  }),
  kind('a body that is too large', '/users', ['POST /users'], {
    sends: request('POST /users', 'Content-Type: application/json\n', `"${'a'.repeat(40)}"`),
  }),
  // Targets.
  kind('a path in capitals', '/USERS/7', ['GET /users/:id', 'find_user < GET /users/:id']),
  kind('a plain path in capitals', '/HEALTH', ['GET /health'], {
    differs: route(matchedAfterAll, 'GET', undefined, '/health'),
  }),
  kind('a slash at the end', '/health/', ['GET /health']),
  kind('percent signs', '/users/a%20b', ['GET /users/:id', 'find_user < GET /users/:id']),
  kind('percent signs that cannot be decoded', '/users/%zz', ['GET']),
  kind('a query', '/health?q=a%20b&x=%C3%A9&q=2', ['GET /health']),
  kind('a query at the root', '/?a=1', ['GET /'], {
    differs: route(matchedAfterAll, 'GET', undefined, '/'),
  }),
  kind('a query with a signature', '/health?sig=hush&X-Amz-Signature=hush', ['GET /health']),
  kind('a question mark alone', '/health?', ['GET /health']),
  kind('dots in the path', '/users/../health', ['GET']),
  kind('two slashes', '//users/7', ['GET'], {
    differs: {
      why: 'by the rules of relative URLs users would be a host',
      fields: { 'url.path': ['/7', '//users/7'] },
    },
  }),
  kind('an absolute target', 'http://other.test/health', ['GET /health'], {
    differs: route(matchedAfterAll, 'GET', undefined, '/health'),
  }),
  kind('OPTIONS *', '*', ['OPTIONS'], { to: 'plain', sends: request('OPTIONS *') }),
  // Headers.
  kind('no context', '/ok', ['GET'], {
    to: 'plain',
    sends: 'GET /ok HTTP/1.1\nHost: shop.test\nConnection: close\n\n',
  }),
  kind('a context that is not sampled', '/ok', [], {
    to: 'plain',
    sends: get('/ok').replace('-03\n', '-00\n'),
  }),
  kind('a context that is wrong', '/ok', ['GET'], {
    to: 'plain',
    sends: get('/ok').replace('-03\n', '\n'),
  }),
  kind('two contexts', '/ok', ['GET'], {
    to: 'plain',
    sends: get('/ok', `Traceparent: ${traceparent}\n`),
  }),
  kind('tracestate and baggage', '/ok', ['GET'], {
    to: 'plain',
    sends: get('/ok', 'Tracestate: a=1,b=2\nBaggage: tenant=t1,mail=ada\n'),
  }),
  kind('a host with a port', '/ok', ['GET'], {
    to: 'plain',
    sends: get('/ok').replace('shop.test', 'shop.test:8080'),
  }),
  kind('an IPv6 host', '/ok', ['GET'], {
    to: 'plain',
    sends: get('/ok').replace('shop.test', '[::1]'),
  }),
  kind('an IPv6 host with a port', '/ok', ['GET'], {
    to: 'plain',
    sends: get('/ok').replace('shop.test', '[::1]:8080'),
  }),
  kind('a host with a port that is none', '/ok', ['GET'], {
    to: 'plain',
    sends: get('/ok').replace('shop.test', 'shop.test:http'),
    differs: {
      why: "the path is the target's alone, and a port that is no number is none",
      fields: { 'url.path': [undefined, '/ok'], 'server.port': [null, undefined] },
    },
  }),
  kind('a host that is no host', '/ok', ['GET'], {
    to: 'plain',
    sends: get('/ok').replace('shop.test', 'a b'),
    differs: { why: "the path is the target's alone", fields: { 'url.path': [undefined, '/ok'] } },
  }),
  kind('an empty host', '/ok', ['GET'], {
    to: 'plain',
    sends: get('/ok').replace('shop.test', ''),
  }),
  kind('Forwarded', '/ok', ['GET'], {
    to: 'plain',
    sends: get('/ok', 'Forwarded: for="[2001:db8::1]:80";host="shop.example:443";proto=https\n'),
  }),
  kind('Forwarded by two', '/ok', ['GET'], {
    to: 'plain',
    sends: get('/ok', 'Forwarded: proto=https, for=192.0.2.1;host=shop.example\n'),
  }),
  kind('Forwarded that is wrong', '/ok', ['GET'], {
    to: 'plain',
    sends: get('/ok', 'Forwarded: for=;;\n'),
  }),
  kind('X-Forwarded-*', '/ok', ['GET'], {
    to: 'plain',
    sends: get(
      '/ok',
      'X-Forwarded-For: 192.0.2.1:99, 10.0.0.1\nX-Forwarded-Host: shop.example\nX-Forwarded-Proto: https\n',
    ),
  }),
  kind('an X-Forwarded-For that is no address', '/ok', ['GET'], {
    to: 'plain',
    sends: get('/ok', 'X-Forwarded-For: a b\n'),
  }),
  // Methods and versions.
  kind('a method of WebDAV', '/ok', ['PROPFIND'], { to: 'plain', sends: request('PROPFIND /ok') }),
  kind('QUERY', '/ok', ['QUERY'], { to: 'plain', sends: request('QUERY /ok') }),
  kind('CONNECT, which nobody listens to', 'shop.test:443', [], {
    to: 'plain',
    sends: request('CONNECT shop.test:443'),
  }),
  kind('HTTP/1.0 without a host', '/ok', ['GET'], { to: 'plain', sends: 'GET /ok HTTP/1.0\n\n' }),
  kind('HTTP/1.1 without a host', '/ok', ['GET'], {
    to: 'plain',
    sends: 'GET /ok HTTP/1.1\n\n',
    differs: noStockSpan(
      'Node answers 400 by itself; the client has seen it, so the trace shows it',
    ),
  }),
  kind('TLS', '/ok', ['GET'], { to: 'tls' }),
  // Before or beside the listener of requests.
  kind('not HTTP', '', [], { to: 'plain', sends: 'hello\n\n' }),
  kind('headers that are too large', '', [], {
    to: 'plain',
    sends: get('/ok', `X-Large: ${'a'.repeat(20_000)}\n`),
  }),
  kind('Expect: 100-continue', '/ok', ['GET'], {
    to: 'plain',
    sends: get('/ok', 'Expect: 100-continue\n'),
  }),
  kind('Expect: 100-continue, which the server looks at', '/ok', ['GET'], {
    to: 'checking',
    sends: get('/ok', 'Expect: 100-continue\n'),
    differs: noStockSpan('it comes by another event than other requests'),
  }),
  kind('another expectation', '/ok', ['GET'], {
    to: 'plain',
    sends: get('/ok', 'Expect: tea\n'),
    differs: noStockSpan('Node answers 417 by itself'),
  }),
  kind('another expectation, which the server looks at', '/ok', ['GET'], {
    to: 'checking',
    sends: get('/ok', 'Expect: tea\n'),
    differs: noStockSpan('it comes by another event than other requests'),
  }),
  kind('an upgrade', '/ok', ['upgraded'], {
    to: 'upgrading',
    sends: `GET /ok HTTP/1.1\n${headers}\nConnection: Upgrade\nUpgrade: test\n\n`,
  }),
  kind('an upgrade behind a request', '/ok', ['GET', 'child < GET', 'upgraded'], {
    to: 'upgrading',
    sends: `GET /child HTTP/1.1\n${headers}\n\nGET /ok HTTP/1.1\n${headers}\nConnection: Upgrade\nUpgrade: test\n\n`,
  }),
  kind('an upgrade that nobody listens to', '/ok', ['GET'], {
    to: 'plain',
    sends: `GET /ok HTTP/1.1\n${headers}\nConnection: Upgrade, close\nUpgrade: test\n\n`,
  }),
  kind('one more than a connection may have', '/ok', ['GET', 'GET'], {
    to: 'once',
    sends: `GET /ok HTTP/1.1\n${headers}\n\n${get('/ok')}`,
    differs: noStockSpan('Node answers 503 by itself', ['GET', 'GET']),
  }),
  kind('a port without spans', '/child', [], { to: 'untraced' }),
  // Answers.
  kind('503', '/status/503', ['GET'], { to: 'plain' }),
  kind('404', '/status/404', ['GET'], { to: 'plain' }),
  kind('304', '/status/304', ['GET'], { to: 'plain' }),
  kind('a status of no class', '/status/999', ['GET'], { to: 'plain' }),
  kind('an answer that fails', '/error', ['GET'], { to: 'plain' }),
  kind('a listener that throws', '/throws', ['GET'], {
    to: 'plain',
    differs: {
      why: 'what a listener throws goes past the channel; Express lets nothing through',
      fields: {
        'error.type': ['RangeError', undefined],
        'http.response.status_code': [undefined, 200],
        status: [{ code: 2, message: 'out of paper' }, { code: 0 }],
        events: [[thrown], []],
      },
    },
  }),
  kind('an answer that the server gives up', '/destroy', ['GET'], { to: 'plain' }),
  kind('a client that leaves', '/hang', ['GET'], { to: 'plain', leaves: true }),
  kind('a client that leaves, told as 499', '/left', ['GET'], { to: 'plain', leaves: true }),
  kind('a client that leaves in the middle of its body', '/left', ['POST'], {
    to: 'plain',
    sends: `${request('POST /left', 'Content-Length: 9\n')}half`,
    leaves: true,
  }),
  // Contexts.
  kind('an answer in a later turn', '/later', ['GET', 'later < GET'], { to: 'plain' }),
  kind('work after the answer', '/after', ['GET', 'after < GET'], { to: 'plain' }),
  kind(
    'events of the request and the answer',
    '/events',
    ['POST', 'data < POST', 'end < POST', 'finish < POST', 'close < POST'],
    { to: 'plain', sends: request('POST /events', '', 'body') },
  ),
  kind('two requests on one connection', '/later', ['GET', 'GET', 'later < GET', 'later < GET'], {
    to: 'plain',
    sends: `GET /later HTTP/1.1\n${headers}\n\n${get('/later')}`,
  }),
]
