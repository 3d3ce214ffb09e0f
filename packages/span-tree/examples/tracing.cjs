// Loaded before the app, as OpenTelemetry has it; each instrumentation more makes spans more.
process.env.OTEL_NODE_ENABLED_INSTRUMENTATIONS = 'http,express'
require('@opentelemetry/auto-instrumentations-node/register')
