// `pnpm trace` is the command of packages/trace-doctor. It asks the `pnpm dev` that runs in this
// folder, whose ports may not be the default ones.
import { loopbackDirect } from '@onetrace/processes'
import { runningDev } from './dev-lock.ts'
import { pathOf } from './environment.ts'
import { workspaceRoot } from './services.ts'

Object.assign(process.env, loopbackDirect(process.env))
const running = await runningDev(pathOf(new URL('.onetrace/', workspaceRoot)))
if (running) {
  process.env.ONETRACE_JAEGER_URL ??= running.jaegerUrl
  process.env.ONETRACE_LOKI_URL ??= running.lokiUrl
}
await import(new URL('packages/trace-doctor/src/cli/main.ts', workspaceRoot).href)
