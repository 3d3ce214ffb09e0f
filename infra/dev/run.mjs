// First file of `pnpm dev`, `pnpm stack`, `pnpm test` and `pnpm trace`. Plain JavaScript, because its one task is
// to say why nothing works on another Node: the others are TypeScript, which Node 24 runs as it is.
const [major] = process.versions.node.split('.').map(Number)
if (major < 24) {
  console.error(
    `expected Node 24 from node_modules/.bin, got ${process.version} (${process.execPath}).\n` +
      'Run it through pnpm, and `pnpm install` first: the workspace brings its own Node.',
  )
  process.exit(1)
}

const usages = {
  dev: 'pnpm dev [--fresh]',
  stack: 'pnpm stack --native [--fresh], or with Docker pnpm stack [up | down | logs]',
  test: 'pnpm test [--force]',
  trace: 'pnpm trace',
}
const [command] = process.argv.splice(2, 1)
if (!Object.hasOwn(usages, command)) {
  console.error(`expected one of ${Object.keys(usages).join(', ')}, got ${command ?? 'nothing'}`)
  process.exit(1)
}
try {
  await import(`./src/${command}.ts`)
} catch (err) {
  const said = readable(err)
  if (!said) throw err
  console.error(said)
  process.exit(1)
}

/** What a person can mend here; of anything else the stack is worth more. */
function readable({ code, message }) {
  if (code?.startsWith('ERR_PARSE_ARGS_')) return `expected ${usages[command]}: ${message}`
  // `pnpm --filter <package>` in a fresh clone does that, and pnpm takes the rest for installed, too.
  if (code === 'ERR_MODULE_NOT_FOUND') {
    return `${message}\nNot all packages are installed. This installs them: pnpm install`
  }
  return undefined
}
