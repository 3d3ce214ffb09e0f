import { colorOf } from '../services.ts'

/** A service's color and its name: the color never says anything that the name does not. */
export function ServiceName(props: { service: string }) {
  return (
    <span class={`service ${colorOf(props.service)}`} title={props.service}>
      <i class="swatch" aria-hidden="true" />
      {props.service}
    </span>
  )
}
