export interface Point {
  seconds: number
  megabytes: number
}

/** The slope of the straight line that lies nearest to all points. */
export function slopePerMinute(points: Point[]): number {
  const mean = (of: (point: Point) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [seconds, megabytes] = [mean((point) => point.seconds), mean((point) => point.megabytes)]
  let [together, alone] = [0, 0]
  for (const point of points) {
    together += (point.seconds - seconds) * (point.megabytes - megabytes)
    alone += (point.seconds - seconds) ** 2
  }
  return alone === 0 ? 0 : (together / alone) * 60
}
