// `pnpm -C infra/stack run dashboard`: writes the file that Grafana reads.
import { writeFileSync } from 'node:fs'
import { dashboardText } from './dashboard.ts'
import { dashboardFile } from './provisioned.ts'

writeFileSync(dashboardFile, dashboardText())
