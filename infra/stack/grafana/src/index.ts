export type { Values } from './interpolate.ts'
export { dashboardQueries, linkQueries, type Query, ruleQueries, tagMatchers } from './queries.ts'
