/** The receiver of @onetrace/spans, which takes OTLP/HTTP in the test's own process. */
export { type Receiver, startReceiver } from '@onetrace/spans/receiver'
