import type { RefObject } from 'preact'

export type KeyWords = [key: string, does: string]

const everywhere: KeyWords[] = [
  ['1 … 5', 'of a trace: its timeline, tree, logs, hops, doctor'],
  ['c', 'of a trace: compare it with another'],
  ['g t', 'traces'],
  ['g s', 'services'],
  ['g l', 'logs'],
  ['paste', 'a trace id, a traceparent or a line with one: opens the trace'],
  ['?', 'these keys'],
]

/** The browser itself keeps the focus inside, and closes it with Escape. */
export function KeyHelp(props: {
  dialogRef: RefObject<HTMLDialogElement | null>
  keys: KeyWords[]
}) {
  const { dialogRef, keys } = props
  return (
    <dialog ref={dialogRef} class="key-help" aria-label="Keys">
      <KeyList title="Here" keys={keys} />
      <KeyList title="Everywhere" keys={everywhere} />
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  )
}

function KeyList({ title, keys }: { title: string; keys: KeyWords[] }) {
  return (
    <section>
      <h2>{title}</h2>
      <dl>
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
