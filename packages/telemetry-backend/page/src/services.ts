import { createColors } from './colors.ts'

/** The class that carries a service's color: `color-0` and so on, in styles/base.css. */
export const colorOf = createColors(storage())

/**
 * In a browser that stores nothing for this page, colors stay the same as long as the page is open.
 */
function storage(): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return window.localStorage
  } catch {
    return { getItem: () => null, setItem: () => {} }
  }
}
