// For --import: writes the address of every module that the process loads to stderr, one a line.
import { registerHooks } from 'node:module'

registerHooks({
  load: (url, context, nextLoad) => {
    process.stderr.write(`${url}\n`)
    return nextLoad(url, context)
  },
})
