import { realLoki } from '../programs/real-loki.ts'
import { standInName } from '../run/stand-in.ts'

/** The programs that take log lines: the real ones, or the backend that stands in for them. */
const logs = 'missing' in (await realLoki()) ? [standInName] : ['loki', 'promtail']

export const serverNames = ['jaeger', ...logs, 'prometheus']
