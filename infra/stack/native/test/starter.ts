// A process that starts a stack, and that the lifecycle test kills.
import { startTestStack } from './test-stack.ts'

const { pids, dir, broken } = await startTestStack()
broken.then((why) => console.log(JSON.stringify({ broken: why })))
console.log(JSON.stringify({ pids, dir }))
