/** Among the links that match, the focus goes so many steps; without a focus, to the first. */
export function moveFocus(within: HTMLElement | null, selector: string, by: number): void {
  const links = [...(within?.querySelectorAll<HTMLElement>(selector) ?? [])]
  const from = links.indexOf(document.activeElement as HTMLElement)
  links[from < 0 ? 0 : Math.max(0, Math.min(links.length - 1, from + by))]?.focus()
}
