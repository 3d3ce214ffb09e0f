import { spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { removeFolder } from './work-folder.ts'

/**
 * The program of a guard: a shell that ends another process when the process that started the guard
 * is gone. It reads orders from a pipe whose only other end is in its starter. The end of the pipe
 * means that the starter is gone, however it ended: a SIGKILL runs no handler, but the kernel
 * closes the pipes. The guard ignores the signals that a terminal or a supervisor sends to
 * everyone, since it must outlive its starter.
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
  # A dead process keeps its pid until the init process collects it, which can take a while.
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
  /** Sets what to end when this process is gone, in place of the former target, if any. */
  watch(target: GuardTarget | undefined): void
  /** Adds a folder that is removed then, and also on release. */
  remove(folder: string): void
  /**
   * Resolves when the guard itself ends before it was released, so that nothing is watched any
   * more.
   */
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
  // Windows has no sh, so there the children of a killed process stay until the user ends them.
  if (process.platform === 'win32') return { lost: lost.promise, order() {}, async end() {} }
  // It has a session of its own, so that neither Ctrl-C nor the end of the terminal reaches it.
  // Node opens its pipes close-on-exec, so no other child of ours keeps this pipe open.
  const sh = spawn('/bin/sh', ['-c', script, 'onetrace-guard', signal.replace('SIG', '')], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const exit = new Promise<void>((done) => sh.once('exit', done).once('error', () => done()))
  let released = false
  exit.then(() => released || lost.resolve())
  sh.stdin.on('error', () => {}) // a write may come after it was killed and before we hear of that
  // It does not keep a process alive that has forgotten to release it.
  sh.unref()
  if (sh.stdin instanceof Socket) sh.stdin.unref()
  function order(line: string) {
    if (!released) sh.stdin.write(`${line}\n`)
  }
  async function end() {
    released = true
    sh.ref()
    sh.kill('SIGKILL') // it has nothing to finish as long as this process lives
    await exit
  }
  return { lost: lost.promise, order, end }
}
