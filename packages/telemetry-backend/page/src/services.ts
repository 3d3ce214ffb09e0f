import { createColours } from './colours.ts'

/** The class that carries a service's colour: `colour-0` and so on, in styles/base.css. */
export const colourOf = createColours(storage())

/** A browser that keeps nothing for this page still shows colours, as long as it is open. */
function storage(): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return window.localStorage
  } catch {
    return { getItem: () => null, setItem: () => {} }
  }
}
