import { BlockList, isIP } from 'node:net'
import type { Test } from '../regexp.ts'

const candidates =
  /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)|[\da-f:]*:[\da-f:.]*[\da-f:])/gi

/**
 * A test whether a text holds an address that equals this one, or lies in this range or subnet. It
 * is undefined for a pattern that is none of these. https://grafana.com/docs/loki/latest/query/ip/
 */
export function ipTest(pattern: string): Test | undefined {
  const list = listOf(pattern)
  if (!list) return undefined
  const isListed = (address: string) => {
    const family = familyOf(address)
    return family !== undefined && list.check(address, family)
  }
  return (text) => (text.match(candidates) ?? []).some(isListed)
}

const forms = /^(?<first>[^-/]+)(?:-(?<last>[^-/]+)|\/(?<prefix>\d+))?$/

function listOf(pattern: string): BlockList | undefined {
  const { first = '', last, prefix } = forms.exec(pattern)?.groups ?? {}
  const family = familyOf(first)
  if (family === undefined) return undefined
  const list = new BlockList()
  try {
    if (prefix !== undefined) list.addSubnet(first, Number(prefix), family)
    else if (last !== undefined) list.addRange(first, last, family)
    else list.addAddress(first, family)
  } catch {
    return undefined
  }
  return list
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address)
  return version === 0 ? undefined : version === 4 ? 'ipv4' : 'ipv6'
}
