const loopback = ['127.0.0.1', 'localhost', '::1']

/**
 * The environment, with the loopback added to the hosts that are reached without a proxy. A proxy
 * (`NODE_USE_ENV_PROXY=1`, `HTTP_PROXY`) usually runs on another machine, and cannot reach ours.
 *
 * Where the variable is set in both spellings, Node takes the lower case one.
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
