import { createColors } from './colors.ts'

/** The class that carries a service's color: `color-0` and so on, in styles/base.css. */
export const colorOf = createColors(storage())

/** A browser that keeps nothing for this page still shows colors, as long as it is open. */
function storage(): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return window.localStorage
  } catch {
    return { getItem: () => null, setItem: () => {} }
  }
}
