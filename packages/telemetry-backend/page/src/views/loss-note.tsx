import { type LossPlace, lossesIn } from '../losses.ts'
import { fetchAbout } from '../net/api.ts'
import { useLoad } from '../net/use-load.ts'

/** Says what had to go, so that nobody looks for it in vain. */
export function LossNote(props: { of: LossPlace }) {
  const { value } = useLoad('about', fetchAbout)
  const words = value && lossesIn(value.counters, props.of)
  return words ? <p class="note">{words}</p> : null
}
