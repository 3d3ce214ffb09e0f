import { useEffect, useState } from 'preact/hooks'

export function CopyButton(props: { text: string; label: string; word?: string }) {
  const [said, setSaid] = useState('')
  useEffect(() => {
    const timer = setTimeout(setSaid, 2000, '')
    return () => clearTimeout(timer)
  }, [said])

  return (
    <button
      type="button"
      class="copy"
      title={props.label}
      aria-label={said || props.label}
      onClick={async () => setSaid((await copy(props.text)) ? 'copied' : 'not allowed here')}
    >
      {said || props.word || 'copy'}
    </button>
  )
}

/** Browsers offer a clipboard to https and localhost only; elsewhere the old command still works. */
async function copy(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
  }
  const field = document.createElement('textarea')
  field.value = text
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  return done
}
