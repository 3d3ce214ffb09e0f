// Read by Loki's parameters and by Jaeger's alike; loki needs nothing of ours, so they stand there.
export { justAfterNow, nowNano, parseGoDuration } from '@onetrace/loki/time'
