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

const commands = ['dev', 'stack', 'test', 'trace']
const [command] = process.argv.splice(2, 1)
if (!commands.includes(command)) {
  console.error(`expected one of ${commands.join(', ')}, got ${command ?? 'nothing'}`)
  process.exit(1)
}
await import(`./src/${command}.ts`)
