import type { IncomingMessage } from 'node:http'
import type { Request, RequestHandler, Response } from 'express'
import { ApiError } from './api-error.ts'

/**
 * What HTTP/1.1 asks of a server before the path means anything, and Node leaves to the application:
 * RFC 9112 (one Host, absolute-form, transfer codings) and RFC 9110 (Expect).
 */
export const checkForm: RequestHandler = (req, res, next) => {
  try {
    toOriginForm(req)
    assertOneHost(req)
    assertTransferCoding(req)
    assertExpectation(req)
    boundLeftovers(req, res)
  } catch (err) {
    res.set('connection', 'close') // where the request ends is not certain
    throw err
  }
  next()
}

/** `GET http://shop/orders`: a server must take it, and its host instead of the header's (3.2.2). */
function toOriginForm(req: IncomingMessage & { originalUrl: string }): void {
  if (!/^https?:\/\//i.test(req.url ?? '')) return
  const [, host = '', target = ''] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(req.url ?? '') ?? []
  req.headers.host = host
  req.url = target.startsWith('/') ? target : `/${target}`
  req.originalUrl = req.url
}

/** 3.2: 400 for none or several, of which Node would take the first. */
function assertOneHost({ rawHeaders, httpVersion }: IncomingMessage): void {
  const hosts = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host')
  if (hosts.length === 1 || (hosts.length === 0 && httpVersion === '1.0')) return
  throw new ApiError('invalid_request', `expected one Host header, got ${hosts.length || 'none'}`)
}

/** 6.1: a coding that the server does not know is a 501. Node knows no other than chunked. */
function assertTransferCoding({ headers }: IncomingMessage): void {
  const coding = headers['transfer-encoding']
  if (coding === undefined || coding.trim().toLowerCase() === 'chunked') return
  throw new ApiError('not_implemented', 'expected no Transfer-Encoding other than chunked')
}

function assertExpectation({ headers }: IncomingMessage): void {
  if (headers.expect === undefined || isContinue(headers.expect)) return
  throw new ApiError('expectation_failed', 'expected no Expect other than 100-continue')
}

/** What still comes of a body after its answer is thrown away for so long. */
const longestLeftoverMs = 2000

/**
 * An answer need not wait for the end of a body that it does not depend on. A connection that is closed
 * while bytes still come is reset, and the caller may never read why, so they are taken for a moment.
 */
function boundLeftovers(req: Request, res: Response): void {
  // Who waits for 100 Continue sends nothing until then: what came next would be a guess.
  if (isContinue(req.headers.expect)) res.set('connection', 'close')
  res.once('finish', () => {
    if (req.complete) return
    const timer = setTimeout(() => req.socket.destroy(), longestLeftoverMs).unref()
    req.once('close', () => clearTimeout(timer))
  })
}

/** Asks for the body of a caller who waits to be asked: not before it is known that it is wanted. */
export function continueUpload(req: Request, res: Response): void {
  if (!isContinue(req.headers.expect)) return
  res.removeHeader('connection')
  res.writeContinue()
}

function isContinue(expectation: string | undefined): boolean {
  return expectation?.trim().toLowerCase() === '100-continue'
}
