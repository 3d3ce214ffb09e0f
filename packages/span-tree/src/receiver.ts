/** OTLP/HTTP in the test's own process; it is of @onetrace/spans. */
export { type Receiver, startReceiver } from '@onetrace/spans/receiver'
