/**
 * For a demo on one machine: small, quick to start, and safe against kill -9 of any process. What
 * is given up is safety against a crash of the whole machine.
 */
export const settings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',

  shared_buffers: '16MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_parallel_workers: '0',
  io_method: 'sync', // no I/O worker processes
  max_logical_replication_workers: '0', // nor one that would start replication
  min_wal_size: '32MB', // keeps two files of log for reuse, not five

  fsync: 'off',
  full_page_writes: 'off',
  // Off would lose committed rows when the server is killed, not only when the machine is.
  synchronous_commit: 'on',

  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] %q%u@%d ',
}

export function settingArguments(values: Record<string, string>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
