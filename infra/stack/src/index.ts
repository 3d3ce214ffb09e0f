export { type Component, type ComponentName, componentNames, componentOf } from './components.ts'
