import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dashboardText } from './dashboard.ts'
import { dashboardFile } from './provisioned.ts'

test('the dashboard that Grafana reads is the one that the source builds', () => {
  // When it differs, run: pnpm -C infra/stack run dashboard
  expect(readFileSync(dashboardFile, 'utf8')).toBe(dashboardText())
})
