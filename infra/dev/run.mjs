// The first file of `pnpm dev`, `pnpm stack`, `pnpm test` and `pnpm trace`. It is plain JavaScript,
// since on another Node version its task is to say why nothing works. All others are TypeScript,
// which Node 24 runs as it is.
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

/** A message for errors that a person can mend here. For others, the stack trace tells more. */
function readable({ code, message }) {
  if (code?.startsWith('ERR_PARSE_ARGS_')) return `expected ${usages[command]}: ${message}`
  // After `pnpm --filter <package>` in a fresh clone, pnpm takes the other packages for installed,
  // too.
  if (code === 'ERR_MODULE_NOT_FOUND') {
    return `${message}\nNot all packages are installed. This installs them: pnpm install`
  }
  return undefined
}
