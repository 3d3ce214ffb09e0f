// The parameters of both Loki and Jaeger need these. They are in loki, since that imports nothing
// of ours.
export { justAfterNow, nowNano, parseGoDuration } from '@onetrace/loki/time'
