/** What looks like a secret, by its key or by itself. A match is never shown, only what it is. */

const redacted =
  /^(\[?(redacted|filtered|masked|hidden|removed)\]?|\[?[*x]{3,}\]?|\*+|<[^>]*>|\$\{[^}]*\}|\$\d+|\?|null|none|-)?$/i

const secretKey =
  /(^|[._-])(password|passwd|pwd|secret|client_secret|api[_-]?key|apikey|access[_-]?key|private[_-]?key|access_token|refresh_token|id_token|auth[_-]?token|authorization|cookie|set-cookie|x-api-key)$/i

const secretTexts: [kind: string, pattern: RegExp][] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*-----|$)/],
  ['a JSON Web Token', /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/],
  ['a bearer token', /\bBearer\s+(?=\S*\d)[\w.~+/-]{8,}/i],
  ['basic credentials', /\bBasic\s+(?=\S*[\d=])[A-Za-z0-9+/]{8,}={0,2}(?!\w)/],
  ['an AWS access key', /\b(AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a GitHub token', /\bgh[pousr]_\w{30,}|\bgithub_pat_\w{30,}/],
  ['a Slack token', /\bxox[abprs]-[\w-]{10,}/],
  ['an API key', /\b(sk|pk|rk)_(live|test)_\w{16,}/],
]

const urlPassword = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:([^\s/@]+)@/gi
const queryValue =
  /(?:^|[?&;])(password|passwd|pwd|secret|client_secret|api[_-]?key|access_token|refresh_token|id_token|token|sig|signature|X-Amz-Signature|X-Goog-Signature)=([^&\s#"]*)/gi

/** What kind of secret a value is or holds. */
export function secretIn(key: string, value: string): string | undefined {
  if (secretKey.test(key) && !isRedacted(value)) return `the value of ${key}`
  return secretInText(value)
}

export function secretInText(text: string): string | undefined {
  const kind = secretTexts.find(([, pattern]) => pattern.test(text))?.[0]
  if (kind) return kind
  for (const [, password = ''] of text.matchAll(urlPassword)) {
    if (!isRedacted(password)) return 'a password in a URL'
  }
  for (const [, name, value = ''] of text.matchAll(queryValue)) {
    if (!isRedacted(value)) return `a URL's ${name}`
  }
  return undefined
}

const hidden = '[hidden]'

/** The text with whatever in it is a secret left out. */
export function hideSecrets(text: string): string {
  return secretTexts
    .reduce(
      (all, [, pattern]) => all.replace(new RegExp(pattern, `${pattern.flags}g`), hidden),
      text,
    )
    .replace(urlPassword, (url, password) => url.replace(`:${password}@`, `:${hidden}@`))
    .replace(queryValue, (pair, _, value) => pair.slice(0, pair.length - value.length) + hidden)
}

/** Recorded headers are lists, so `["[REDACTED]"]` comes too. */
function isRedacted(value: string): boolean {
  return redacted.test(value.replace(/^\["?|"?\]$/g, '').trim()) || redacted.test(value.trim())
}
