import { type Attributes, type AttributeValue, attributeText } from '@onetrace/spans'

export function AttributeTable(props: { title: string; attributes: Attributes; folded?: boolean }) {
  const entries = Object.entries(props.attributes).sort(([a], [b]) => (a < b ? -1 : 1))
  if (entries.length === 0) return null
  const table = (
    <table class="attributes">
      <tbody>
        {entries.map(([key, value]) => (
          <tr key={key}>
            <th scope="row">{breakable(key)}</th>
            <td>{attributeText(only(value))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
  if (props.folded) {
    return (
      <details>
        <summary>{props.title}</summary>
        {table}
      </details>
    )
  }
  return (
    <section>
      <h3>{props.title}</h3>
      {table}
    </section>
  )
}

/** Long names break after their dots. */
function breakable(name: string) {
  return name.split(/(?<=\.)/).map((part) => [part, <wbr key={part} />])
}

/** By convention a header is a list, which nearly always has one value. */
function only(value: AttributeValue): AttributeValue {
  return Array.isArray(value) && value.length === 1 ? (value[0] ?? null) : value
}
