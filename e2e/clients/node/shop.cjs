// GET /shop asks another server and answers with its status and the trace that it names.
// Usage: node --require @opentelemetry/auto-instrumentations-node/register shop.cjs URL KEY
const { createServer } = require('node:http')

const [url, key] = process.argv.slice(2)

const server = createServer(async (_, response) => {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${key}` } })
  await answer.body?.cancel()
  response.writeHead(answer.status, { traceresponse: answer.headers.get('traceresponse') ?? '' })
  response.end()
})

server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/shop`)
})
