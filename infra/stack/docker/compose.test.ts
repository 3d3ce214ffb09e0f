import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

interface Service {
  image: string
  profiles: string[]
  ports?: string[]
  volumes?: string[]
  environment?: Record<string, string>
  healthcheck?: { test?: string[]; start_period?: string; start_interval?: string }
  mem_limit?: string
}

const folder = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, folder), 'utf8')

const { services, volumes }: { services: Record<string, Service>; volumes: object } = parse(
  read('compose.yaml'),
  { merge: true },
)
const environment = Object.fromEntries(
  [...read('.env').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value ?? '']),
)
const ours = ['gateway', 'orders', 'users']

test('every published port is bound to the loopback', () => {
  const published = Object.values(services).flatMap(({ ports = [] }) => ports)

  expect(published.filter((port) => port.startsWith('127.0.0.1:'))).toEqual(published)
  expect(published.map((port) => port.replace('127.0.0.1:', '').replace(/:\d+/, ''))).toEqual([
    ...['16686', '4317', '4318', '14268', '6831/udp', '6832/udp'],
    ...['3100', '9090', '3000', '5433', '8080'],
  ])
})

test('every image is named in .env, with the version that it has', () => {
  const images = Object.entries(services)
    .filter(([name]) => !ours.includes(name))
    .map(([, { image }]) => environment[/^\$\{([A-Z_]+)\}$/.exec(image)?.[1] ?? ''])

  expect(images).toEqual([
    'jaegertracing/jaeger:2.20.0',
    'grafana/loki:3.6.11',
    'grafana/promtail:3.6.11',
    'prom/prometheus:v3.16.0',
    'grafana/grafana:13.2.0',
    'postgres:18',
  ])
})

test('the light profile is Jaeger, Loki and Promtail; the full one is all', () => {
  const of = (profile: string) =>
    Object.keys(services).filter((name) => services[name]?.profiles.includes(profile))

  expect(of('light')).toEqual(['jaeger', 'loki', 'promtail'])
  expect(of('full')).toEqual(Object.keys(services))
})

test('every container has a memory limit and a health check', () => {
  for (const [name, { mem_limit, healthcheck }] of Object.entries(services)) {
    expect(mem_limit, name).toMatch(/^\d+[mg]$/)
    if (!ours.includes(name)) expect(healthcheck?.test?.[0], name).toBe('CMD')
  }
  // The health check of the services is in their image.
  expect(read('docker/Dockerfile')).toMatch(/^HEALTHCHECK /m)
})

// Without a start period Compose refuses it, but only when it starts the container:
// `docker compose config` reports nothing.
// https://github.com/moby/moby/issues/48874
test('whoever is asked more often while it starts has a start period', () => {
  for (const [name, { healthcheck }] of Object.entries(services)) {
    expect(healthcheck?.start_interval, name).toMatch(/^\d+m?s$/)
    expect(healthcheck?.start_period, name).toMatch(/^\d+s$/)
  }
  for (const name of ours) {
    const ofImage = /--start-period=(\d+s)/.exec(read('docker/Dockerfile'))?.[1]
    expect(services[name]?.healthcheck?.start_period, name).toBe(ofImage)
  }
})

test('what is mounted is there', () => {
  const sources = Object.values(services).flatMap(({ volumes = [] }) =>
    volumes.map(
      (text) => text.replace(/^\$\{LOG_FILES\}/, environment.LOG_FILES ?? '').split(':')[0],
    ),
  )

  for (const source of sources) {
    if (source?.startsWith('./')) expect(existsSync(new URL(source, folder)), source).toBe(true)
    else if (source !== '/var/run/docker.sock') expect(Object.keys(volumes)).toContain(source)
  }
})

test('whoever is scraped, asked or called is a container at the port where it listens', () => {
  const listening = new Set([
    ...['jaeger:4318', 'jaeger:8888', 'jaeger:16686', 'loki:3100', 'promtail:9080'],
    ...['prometheus:9090', 'localhost:9090', 'postgres:5432'],
    ...ours.flatMap((name) => {
      const { PORT, MANAGEMENT_PORT } = services[name]?.environment ?? {}
      return [`${name}:${PORT}`, `${name}:${MANAGEMENT_PORT}`]
    }),
  ])
  const called = [
    ...read('prometheus/targets/docker.yml').matchAll(/targets: \[(\S+)\]/g),
    ...read('grafana/provisioning/datasources/onetrace.yaml').matchAll(/^ +url: http:\/\/(\S+)/gm),
    ...ours.flatMap((name) => [
      ...JSON.stringify(services[name]?.environment).matchAll(
        /"\w+_(?:URL|ENDPOINT)":"\w+:\/\/(?:[^"@]*@)?([\w.]+:\d+)/g,
      ),
    ]),
  ].map(([, address]) => address ?? '')

  expect(called).toHaveLength(7 + 3 + 9)
  expect(called.filter((address) => !listening.has(address))).toEqual(['localhost:16686'])
})
