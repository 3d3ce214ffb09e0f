import { assertInstrumented, createLogger, withSpan } from '@onetrace/telemetry'
import express from 'express'

assertInstrumented({ express })
const log = createLogger()
const app = express()

app.get('/orders/:id', (req, res) => {
  const order = withSpan('find_order', () => ({ id: req.params.id }))
  log.info({ orderId: order.id }, 'order found')
  res.json(order)
})

const server = app.listen(0, '127.0.0.1', () => {
  log.info({ address: server.address() }, 'listening')
})
