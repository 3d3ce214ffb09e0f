// `pnpm dev` prints this page's address with the demo key behind the #, which browsers send to no
// server.
const form = document.querySelector('form')
const list = document.querySelector('ol')
const given = new URLSearchParams(location.hash.slice(1))

for (const name of ['key', 'user']) {
  if (given.has(name)) form.elements[name].value = given.get(name)
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const { key, user, sku, quantity } = Object.fromEntries(new FormData(form))
  const order = { userId: user, sku, quantity: Number(quantity) }
  try {
    show(await place(order, key))
  } catch (err) {
    show({ text: `The gateway cannot be reached: ${err.message}` })
  }
})

async function place(order, key) {
  const response = await fetch('/orders', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(order),
  })
  const body = await response.json()
  const traceId = response.headers.get('traceresponse')?.split('-')[1]
  return { text: `${response.status} ${body.id ?? body.detail}`, traceId }
}

function show({ text, traceId }) {
  const row = document.createElement('li')
  row.append(`${text} `)
  if (traceId) {
    const link = document.createElement('a')
    link.href = `${document.body.dataset.traceUrl}/trace/${traceId}`
    link.textContent = 'follow its trace'
    row.append(link)
  }
  list.prepend(row)
}
