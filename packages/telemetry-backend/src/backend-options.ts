import type { Ports } from './doors.ts'
import type { Limits } from './limits.ts'
import type { About } from './query-server.ts'
import type { ScrapeOptions } from './scrape/start-scraping.ts'

export interface BackendOptions {
  host?: string
  /**
   * 0 is a port that the system chooses; 0 in place of all of them is that for OTLP, HTTP and gRPC,
   * query and Loki. The doors for gRPC and thrift stay closed without a port.
   */
  ports?: Ports | 0
  /** A folder whose `*.log` files are followed. It need not exist yet. */
  logDir?: string
  limits?: Partial<Limits>
  /** What the page offers to someone who has no trace yet. */
  tryIt?: About['tryIt']
  /** Whose `/metrics` are read, and how often (every 5 s), for the page's rates. */
  scrape?: ScrapeOptions
}
