/** A number as its digits, since in templates 0.1 and 0.2 add up to exactly 0.3. */
interface Decimal {
  digits: bigint
  /** How many of the digits stand behind the point. */
  scale: number
}

/** A division gives as many digits as in sprig's library. */
const divisionScale = 16

export const decimals = {
  add: (a: number, b: number) => aligned(a, b, (x, y) => x + y),
  sub: (a: number, b: number) => aligned(a, b, (x, y) => x - y),
  mul: (a: number, b: number) => {
    const [x, y] = [toDecimal(a), toDecimal(b)]
    return toNumber({ digits: x.digits * y.digits, scale: x.scale + y.scale })
  },
  div: (a: number, b: number) => {
    const [x, y] = [toDecimal(a), toDecimal(b)]
    const shift = divisionScale + 1 + y.scale - x.scale
    const [up, down] = [x.digits * 10n ** BigInt(Math.max(0, shift)), y.digits]
    const quotient = up / (down * 10n ** BigInt(Math.max(0, -shift)))
    const rounded = (quotient + (quotient < 0n ? -5n : 5n)) / 10n
    return toNumber({ digits: rounded, scale: divisionScale })
  },
}

function aligned(a: number, b: number, operate: (x: bigint, y: bigint) => bigint): number {
  const [x, y] = [toDecimal(a), toDecimal(b)]
  const scale = Math.max(x.scale, y.scale)
  const shifted = ({ digits, scale: own }: Decimal) => digits * 10n ** BigInt(scale - own)
  return toNumber({ digits: operate(shifted(x), shifted(y)), scale })
}

function toDecimal(value: number): Decimal {
  const [, whole = '0', fraction = '', power = '0'] =
    /^(-?\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(value)) ?? []
  const scale = fraction.length - Number(power)
  const digits = BigInt(whole + fraction)
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 }
}

function toNumber({ digits, scale }: Decimal): number {
  return Number(`${digits}e-${scale}`)
}
