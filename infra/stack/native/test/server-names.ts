import { realLoki } from '../programs/real-loki.ts'
import { standInName } from '../run/stand-in.ts'

/** Of Loki's side what is here: the real ones, or what stands in for them. */
const logs = 'missing' in (await realLoki()) ? [standInName] : ['loki', 'promtail']

export const serverNames = ['jaeger', ...logs, 'prometheus']
