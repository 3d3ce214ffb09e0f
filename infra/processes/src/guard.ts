import { spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { removeFolder } from './work-folder.ts'

/**
 * Reads orders from a pipe whose only other end is in the process that started it. The end of the
 * pipe means that this process is gone, whatever ended it: a SIGKILL runs no handler, but the kernel
 * closes its pipes. It ignores the signals that a terminal or a supervisor sends to everyone, since
 * it must outlive its parent.
 */
const script = `
trap '' HUP INT QUIT TERM
signal=$1 target=
shift
while IFS= read -r line; do
  case $line in
    'target '*) target=\${line#target } ;;
    'remove '*) set -- "$@" "\${line#remove }" ;;
  esac
done
[ -z "$target" ] || kill -s "$signal" -- "$target"
[ $# -eq 0 ] || rm -rf -- "$@"
[ -n "$target" ] || exit
tries=0
while [ $tries -lt 30 ] && kill -s 0 -- "$target"; do
  # Under an init that is slow to collect the dead, a pid outlives its process.
  grep -qs '^State:.Z' "/proc/$target/status" && exit
  sleep 0.1
  tries=$((tries + 1))
done
kill -s KILL -- "$target"
`

export interface GuardTarget {
  pid: number
  /** The process leads a group of its own (`detached`), all of which ends. */
  group?: boolean
}

export interface Guard {
  /** What to end when this process is gone; replaces the former target, `undefined` clears it. */
  watch(target: GuardTarget | undefined): void
  /** A folder to remove then, and on release. */
  remove(folder: string): void
  /** Resolves when the guard itself ends before it was released: nothing watches any more. */
  lost: Promise<void>
  /** Ends the guard without harm to its target, and removes the folders. */
  release(): Promise<void>
}

/** Ends a process when this one is gone, even by SIGKILL: the signal first, SIGKILL 3 s later. */
export function startGuard({ signal }: { signal: NodeJS.Signals }): Guard {
  const folders: string[] = []
  const { order, lost, end } = guardProcess(signal)
  return {
    lost,
    watch: (target) => order(`target ${target ? `${target.group ? '-' : ''}${target.pid}` : ''}`),
    remove(folder) {
      folders.push(folder)
      order(`remove ${folder}`)
    },
    async release() {
      await Promise.all([end(), ...folders.map(removeFolder)])
    },
  }
}

/** The same for a process that runs already. */
export function guardChild(
  options: GuardTarget & { signal: NodeJS.Signals; remove?: string[] },
): Guard {
  const guard = startGuard(options)
  guard.watch(options)
  for (const folder of options.remove ?? []) guard.remove(folder)
  return guard
}

function guardProcess(signal: NodeJS.Signals) {
  const lost = Promise.withResolvers<void>()
  // Windows has no sh; there a killed parent leaves its children to the user.
  if (process.platform === 'win32') return { lost: lost.promise, order() {}, async end() {} }
  // A session of its own: neither Ctrl-C nor the end of the terminal reaches it. Node opens its
  // pipes close-on-exec, so no other child of ours keeps this one open.
  const sh = spawn('/bin/sh', ['-c', script, 'onetrace-guard', signal.replace('SIG', '')], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const exit = new Promise<void>((done) => sh.once('exit', done).once('error', () => done()))
  let released = false
  exit.then(() => released || lost.resolve())
  sh.stdin.on('error', () => {}) // it was killed, and a write came before the news of its exit
  // Whoever forgets to release it is not kept alive by it.
  sh.unref()
  if (sh.stdin instanceof Socket) sh.stdin.unref()
  function order(line: string) {
    if (!released) sh.stdin.write(`${line}\n`)
  }
  async function end() {
    released = true
    sh.ref()
    sh.kill('SIGKILL') // while we live it has nothing to finish
    await exit
  }
  return { lost: lost.promise, order, end }
}
