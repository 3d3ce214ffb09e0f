import { expect, test } from 'vitest'
import { templateOf } from './checks/name-cardinality.ts'
import { secretIn, secretInText } from './secret-patterns.ts'

test.each([
  ['GET /users/7', 'GET /users/{number}'],
  ['GET /users/01a209b2-89a7-7c0c-a0d8-47b14077aef8/orders', 'GET /users/{uuid}/orders'],
  ['load 0af7651916cd43dd8448eb211c80319c', 'load {hex}'],
  ['GET /search?q=tea', 'GET /search{query}'],
  ['mail to ada@example.com', 'mail to {email}'],
  ['report 2026-11-23', 'report {time}'],
  ['order 123456', 'order {number}'],
])('%s is %s', (name, template) => {
  expect(templateOf(name)).toBe(template)
})

test.each([
  'GET /users/:id',
  'GET /v1/users/{id}',
  'HTTP/2 GET',
  'HTTP/1.1',
  'pg.query:SELECT users2',
  'sha256',
  'step 3 of 10',
  'oauth2.token',
  'S3.PutObject',
  'effaced',
  '',
])('%j is a name for all requests', (name) => {
  expect(templateOf(name)).toBe(name)
})

test.each([
  ['http.request.header.authorization', '["Bearer abc"]'],
  ['db.password', 'hunter2'],
  ['enduser.api_key', 'k'],
  ['url.full', 'https://jo:hunter2@host/'],
  ['url.query', 'access_token=abc'],
  ['url.full', 'https://host/?x=1&sig=abc'],
  ['x', 'Authorization: Bearer 0123456789abcdef'],
  ['x', 'Authorization: Basic am86aHVudGVyMg=='],
  ['x', 'AKIAIOSFODNN7EXAMPLE'],
  ['x', '-----BEGIN RSA PRIVATE KEY-----'],
])('%s=%s holds a secret', (key, value) => {
  expect(secretIn(key, value)).toBeTypeOf('string')
})

test.each([
  'expected header "Authorization: Bearer <key>"',
  'Bearer authentication is required',
  'Basic authentication',
  'https://host/a?page=2&sort=token',
  'https://jo@host/',
  'https://REDACTED:REDACTED@host/?sig=REDACTED',
  'postgres://app:***@db:5432/orders',
  'insert into users (name, password) values ($1, $2)',
  'the password is wrong',
])('%j holds none', (text) => {
  expect(secretInText(text)).toBeUndefined()
})

test.each(['', '[REDACTED]', '["[REDACTED]"]', '***', '<hidden>'])('%j is no value', (value) => {
  expect(secretIn('http.request.header.cookie', value)).toBeUndefined()
})
