import { plain, type Route } from './http.ts'

/** The Loki whose answers these are. */
export const buildInfo = {
  version: '3.6.7',
  revision: '',
  branch: '',
  buildUser: 'onetrace',
  buildDate: '',
  goVersion: '',
}

const api = '/loki/api/v1'

/** What Loki has and its clients may ask for: an empty answer would be taken for the truth. */
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
