import { render } from 'preact'
import { App } from './app.tsx'
import './styles/base.css'
import './styles/traces.css'
import './styles/trace.css'
import './styles/timeline.css'
import './styles/logs.css'
import './styles/contract.css'
import './styles/services.css'
import './styles/hops.css'
import './styles/compare.css'
import './styles/doctor.css'

const root = document.getElementById('app')
if (root) render(<App />, root)
