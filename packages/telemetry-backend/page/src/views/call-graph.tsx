import { layoutCalls, type PlacedNode } from '../calls/layout.ts'
import type { CallEdge } from '../net/services-api.ts'
import { colorOf } from '../services.ts'

const box = { width: 132, height: 30 }
const step = { x: 230, y: 64 }
const edgeOf = 20 // room around all of it, for calls that pass below a column

/** The table of calls as a picture; a thicker line means more calls. */
export function CallGraph(props: { services: string[]; edges: CallEdge[] }) {
  const { services, edges } = props
  if (edges.length === 0) return null
  const nodes = new Map(layoutCalls(services, edges).map((node) => [node.name, node]))
  const placed = [...nodes.values()]
  const width = Math.max(...placed.map(leftOf)) + box.width + edgeOf
  const height = Math.max(...placed.map(topOf)) + box.height + step.y
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
    <section class="call-graph" tabIndex={0} aria-label="Call graph">
      <svg width={width} height={height} role="img" aria-label="The calls of the table, drawn">
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0 8 4 0 8z" />
          </marker>
        </defs>
        {edges.map((edge) => (
          <Call key={`${edge.caller} ${edge.callee}`} edge={edge} nodes={nodes} />
        ))}
        {placed.map((node) => (
          <g
            key={node.name}
            class={`node ${colorOf(node.name)} ${node.external ? 'external' : ''}`}
            transform={`translate(${leftOf(node)} ${topOf(node)})`}
          >
            <rect {...box} rx="5" />
            <text x={box.width / 2} y={box.height / 2}>
              {node.name.length > 18 ? `${node.name.slice(0, 17)}…` : node.name}
              <title>{node.name}</title>
            </text>
          </g>
        ))}
      </svg>
    </section>
  )
}

function Call(props: { edge: CallEdge; nodes: Map<string, PlacedNode> }) {
  const { caller, callee, calls, errors } = props.edge
  const from = props.nodes.get(caller)
  const to = props.nodes.get(callee)
  if (!from || !to || from === to) return null
  const { path, x, y } = route(from, to)
  return (
    <g class={`call ${errors > 0 ? 'failed' : ''}`}>
      <path d={path} stroke-width={1 + Math.min(3, Math.log10(calls))} marker-end="url(#arrow)" />
      <text x={x} y={y}>
        {calls.toLocaleString('en')}
        {errors > 0 && `, ${errors.toLocaleString('en')} failed`}
      </text>
    </g>
  )
}

/**
 * The line leads from a right side to a left side. If it skips a column or goes back, it bends
 * below.
 */
function route(from: PlacedNode, to: PlacedNode): { path: string; x: number; y: number } {
  const a = { x: leftOf(from) + box.width, y: topOf(from) + box.height / 2 }
  const b = { x: leftOf(to) - 1, y: topOf(to) + box.height / 2 }
  const middle = (a.x + b.x) / 2
  if (to.column === from.column + 1) {
    const path = `M${a.x} ${a.y}C${middle} ${a.y} ${middle} ${b.y} ${b.x} ${b.y}`
    return { path, x: middle, y: (a.y + b.y) / 2 - 6 }
  }
  a.y += 8
  b.y += 8
  const low = Math.max(a.y, b.y) + step.y * 0.8
  const path = `M${a.x} ${a.y}C${a.x + 60} ${low} ${b.x - 60} ${low} ${b.x} ${b.y}`
  return { path, x: middle, y: low * 0.75 + ((a.y + b.y) / 2) * 0.25 - 6 }
}

function leftOf({ column }: PlacedNode): number {
  return edgeOf + column * step.x
}

function topOf({ row }: PlacedNode): number {
  return edgeOf + row * step.y
}
