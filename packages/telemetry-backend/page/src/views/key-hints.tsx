import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { useKeys } from '../use-keys.ts'
import { KeyHelp, type KeyWords } from './key-help.tsx'

/** The keys of a view in a line; `?` shows them, and those that work everywhere, in a dialog. */
export function KeyHints(props: { keys: KeyWords[]; legend?: ComponentChildren }) {
  const help = useRef<HTMLDialogElement>(null)
  const show = () => help.current?.showModal()
  useKeys({ '?': show })
  return (
    <footer class="key-hints">
      {props.keys.map(([key, does]) => (
        <span key={key}>
          <kbd>{key}</kbd> {does}
        </span>
      ))}
      <button type="button" class="help" onClick={show}>
        <kbd>?</kbd> all keys
      </button>
      {props.legend && <span class="legend">{props.legend}</span>}
      <KeyHelp dialogRef={help} keys={props.keys} />
    </footer>
  )
}
