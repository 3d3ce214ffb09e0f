// `pnpm --filter @onetrace/stack run dashboard`: writes the file that Grafana reads.
import { writeFileSync } from 'node:fs'
import { dashboardFile, dashboardText } from './dashboard.ts'

writeFileSync(dashboardFile, dashboardText())
