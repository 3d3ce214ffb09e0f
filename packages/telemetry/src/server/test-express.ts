import express, { type ErrorRequestHandler, type Express, type Handler, Router } from 'express'
import { recordError, withSpan } from '../index.ts'

const answer: Handler = (_req, res) => void res.json({})
const pass: Handler = (_req, _res, next) => next()

/** An app with each way that Express has to put a path together. */
export function expressApp(): Express {
  const app = express()
  app.use(pass)
  app.get('/', answer)
  app.get('/health', answer)
  app.get('/users/:id', (_req, res) => withSpan('find_user', () => void res.json({})))
  app.post('/users', express.json({ limit: 20 }), answer)
  app.get(['/array/a', '/array/b'], answer)
  app.get(/^\/regexp\/(\d+)$/, answer)
  app.get('/files/*path', answer)
  app.get('/optional{/:part}', answer)
  app.all('/any', answer)
  app.route('/chain').get(answer).put(pass, answer)
  app.get('/next-route', (_req, _res, next) => next('route'), answer)
  app.get('/next-route', answer)
  app.get('/through', pass)
  app.use('/mounted', answer)
  app.use('/admin', adminApp())
  app.use('/api', apiRouter())
  app.use('/a', Router().get('/nowhere', answer))
  app.use('/a/b', Router().get('/:id', answer))
  app.all('/guarded', pass)
  app.use('/guarded', Router().get('/:id', answer))
  const wrapped = Router().get('/:id', answer)
  app.use('/wrapped', (req, res, next) => wrapped(req, res, next))
  app.use('/awaited', async (req, res, next) => {
    await Promise.resolve()
    wrapped(req, res, next)
  })
  app.use(['/one', '/two/:of'], wrapped)
  app.use(failures())
  return app
}

function adminApp(): Express {
  const app = express()
  app.get('/panels/:id', answer)
  return app
}

function apiRouter(): Router {
  const items = Router({ mergeParams: true })
  items.use(pass)
  items.get('/items/:item', async (_req, res) => {
    await Promise.resolve()
    withSpan('find_item', () => {})
    res.json({})
  })
  items.get('/broken', async () => {
    throw new Error('refused')
  })
  const owned = Router()
  owned.param('owner', (_req, _res, next, owner) => {
    if (owner === 'nobody') next(new Error('no such owner'))
    else next()
  })
  owned.get('/:owner', answer)
  const api = Router()
  api.use(pass)
  api.get('/', answer)
  api.get('/leave', (_req, _res, next) => next('router'))
  api.use('/tenants/:tenant', items)
  api.use('/owned', owned)
  return api
}

function failures(): Router {
  const routes = Router()
  routes.get('/fails/:how', async (req) => {
    throw Object.assign(new Error('refused'), { status: Number(req.params.how) })
  })
  routes.get('/throws', () => {
    throw new TypeError('not a function')
  })
  routes.get('/half', (_req, res) => {
    res.write('half')
    throw new Error('refused')
  })
  const recorded: ErrorRequestHandler = (err, _req, res, next) => {
    const status = err.status ?? 500
    if (status >= 500) recordError(err)
    if (res.headersSent) next(err)
    else res.status(status).json({})
  }
  routes.use(recorded)
  return routes
}
