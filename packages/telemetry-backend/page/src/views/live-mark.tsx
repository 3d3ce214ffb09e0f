import type { Live, LiveState } from '../net/live.ts'

const words: Record<LiveState, string> = {
  connecting: 'connecting',
  live: 'live',
  lost: 'not connected',
}

export function LiveMark(props: { live: Live }) {
  const state = props.live.useState()
  return (
    <output class={`live-mark ${state}`} title="New traces appear by themselves">
      {words[state]}
    </output>
  )
}
