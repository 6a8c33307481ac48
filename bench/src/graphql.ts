import { Agent, request } from 'node:http'

const agent = new Agent({ keepAlive: true })

/** POSTs JSON over a connection that is kept, and gives the parsed answer. */
export const postJson = (url: string, headers: Record<string, string>, body: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const asked = request(url, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', ...headers },
    })
    asked.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () =>
        response.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(text)),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })

/** Asks Parley as an integrator. @throws for any error in the answer */
export const askGraphql = async <Data>(
  url: string,
  apiKey: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Data> => {
  const headers = { authorization: `Bearer ${apiKey}` }
  const answer = (await postJson(`${url}/graphql`, headers, JSON.stringify({ query, variables }))) as {
    data?: Data
    errors?: unknown
  }
  if (!answer.data || answer.errors) throw new Error(`GraphQL: ${JSON.stringify(answer.errors)}`)
  return answer.data
}
