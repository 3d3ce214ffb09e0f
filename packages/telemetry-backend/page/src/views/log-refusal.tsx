import { explainRefusal } from '../logs/explain-refusal.ts'
import { ApiError } from '../net/api.ts'
import { logsHref } from '../router.ts'

/** What is wrong with the query, or with the backend. */
export function LogRefusal(props: { query: string; error: Error; onAgain: () => void }) {
  const { query, error } = props
  if (!(error instanceof ApiError && error.status === 400)) {
    return (
      <p class="trouble" role="alert">
        The backend did not answer: {error.message}.{' '}
        <button type="button" onClick={props.onAgain}>
          Try again
        </button>
      </p>
    )
  }
  return (
    <p class="trouble" role="alert">
      {explainRefusal(query, error.detail)}
    </p>
  )
}

/** Words where a query belongs: most likely what the lines should say. */
export function NoQuery(props: { text: string; better: string }) {
  return (
    <p class="trouble" role="alert">
      A query begins with the lines to look at, in braces.{' '}
      <a href={logsHref(props.better)}>Search all services for “{props.text.trim()}”</a>
    </p>
  )
}
