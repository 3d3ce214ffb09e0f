/** Reads Server-Sent Events of traces until the stream or the test ends. */
export async function readEvents(query: string) {
  const response = await fetch(`${query}/api/onetrace/live`)
  const received = { text: '', ended: false }
  const body = response.body?.pipeThrough(new TextDecoderStream()) ?? []
  const reading = (async () => {
    for await (const chunk of body) received.text += chunk
  })().catch(() => {})
  void reading.then(() => {
    received.ended = true
  })
  const events = () =>
    [...received.text.matchAll(/event: trace\ndata: (.*)\n\n/g)].map(([, data]) =>
      JSON.parse(data ?? ''),
    )
  return { type: response.headers.get('content-type'), events, received }
}
