export function KeyHints(props: { keys: [key: string, does: string][] }) {
  return (
    <footer class="key-hints">
      {props.keys.map(([key, does]) => (
        <span key={key}>
          <kbd>{key}</kbd> {does}
        </span>
      ))}
    </footer>
  )
}
