import type { Attributes } from '@onetrace/spans'

const most = 20
const longest = 100

/** Names of the services that push metrics, for the page to say that nobody keeps them. */
export class MetricSenders {
  readonly #names = new Set<string>()

  get names(): string[] {
    return [...this.#names]
  }

  add(resources: Attributes[]): void {
    for (const { 'service.name': name } of resources) {
      const service = typeof name === 'string' && name !== '' ? name : 'unknown_service'
      if (this.#names.size < most) this.#names.add(service.slice(0, longest))
    }
  }
}
