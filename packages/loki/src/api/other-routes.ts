import { plain, type Route } from './http.ts'

/** The version of Loki whose answers this package gives. */
export const buildInfo = {
  version: '3.6.7',
  revision: '',
  branch: '',
  buildUser: 'onetrace',
  buildDate: '',
  goVersion: '',
}

const api = '/loki/api/v1'

/**
 * Routes of Loki that are missing here. They answer so, since clients would believe an empty
 * answer.
 */
export const notSupported: Route[] = [
  [`${api}/patterns`, 'patterns of lines'],
  [`${api}/format_query`, 'formatting of queries'],
  [`${api}/index/shards`, 'shards of the index'],
  [`${api}/drilldown-limits`, 'limits of Logs Drilldown'],
  [`${api}/rules`, 'rules'],
  [`${api}/rules/:namespace`, 'rules'],
  [`${api}/delete`, 'deletion of lines'],
  ['/prometheus/api/v1/rules', 'rules'],
  ['/prometheus/api/v1/alerts', 'alerts'],
  ['/api/prom/query', 'the API of Loki before 1.0'],
  ['/api/prom/push', 'the API of Loki before 1.0'],
].map(([path = '', what]) => ({
  path,
  handle: () => plain(`${what}: not supported by this backend, only by Loki\n`, 501),
}))
