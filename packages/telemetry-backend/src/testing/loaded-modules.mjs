// For --import: writes the address of each module that the process loads to stderr, one on each
// line.
import { registerHooks } from 'node:module'

registerHooks({
  load: (url, context, nextLoad) => {
    process.stderr.write(`${url}\n`)
    return nextLoad(url, context)
  },
})
