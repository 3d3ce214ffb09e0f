const loopback = ['127.0.0.1', 'localhost', '::1']

/**
 * The environment with the loopback among what no proxy is asked for: a proxy that it names
 * (`NODE_USE_ENV_PROXY=1`, `HTTP_PROXY`) stands elsewhere, where our loopback is not.
 *
 * Where both spellings are there, Node takes the lower case one.
 */
export function loopbackDirect(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const given = ['no_proxy', 'NO_PROXY'].filter((name) => env[name])
  const names = given.length > 0 ? given : ['NO_PROXY']
  return { ...env, ...Object.fromEntries(names.map((name) => [name, withLoopback(env[name])])) }
}

function withLoopback(hosts = ''): string {
  const named = hosts.split(/[\s,]+/).filter(Boolean)
  return [...new Set([...named, ...loopback])].join(',')
}
