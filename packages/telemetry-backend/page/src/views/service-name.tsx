import { colourOf } from '../services.ts'

/** A service's colour and its name: the colour never says anything that the name does not. */
export function ServiceName(props: { service: string }) {
  return (
    <span class={`service ${colourOf(props.service)}`} title={props.service}>
      <i class="swatch" aria-hidden="true" />
      {props.service}
    </span>
  )
}
