import { plural } from '../format.ts'
import { fetchAbout } from '../net/api.ts'
import { useLoad } from '../net/use-load.ts'

/** Says that traces had to go, so that nobody looks for them in vain. */
export function EvictedNote() {
  const { value } = useLoad('about', fetchAbout)
  const evicted = value?.counters.tracesEvicted ?? 0
  if (evicted === 0) return null
  return (
    <p class="note">
      {plural(evicted, 'older trace')} made room for newer ones since this backend started.
    </p>
  )
}
