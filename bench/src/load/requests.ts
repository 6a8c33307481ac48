import { fire, type Target } from './cannon.ts'
import { serveLoad } from './serve-load.ts'

/** Requests that differ by a value in their path or body. */
export interface RequestsJob extends Target {
  /** What stands before and after the value. */
  path: [string, string]
  /** Absent: GET, with the value in the path. */
  body?: [string, string]
  values: string[]
}

await serveLoad(async (job: RequestsJob) => {
  const { path, body, values } = job
  const shots = values.map((value) =>
    body ? { path: path.join(''), body: body.join(value) } : { path: path.join(value) },
  )
  return () => fire(job, shots)
})
