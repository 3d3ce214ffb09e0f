// A plain Express app: nothing here knows of tracing.
const express = require('express')

const app = express()
app.get('/users/:id', (request, response) => response.json({ id: request.params.id }))
const server = app.listen(0, () =>
  process.stdout.write(`http://localhost:${server.address().port}`),
)
