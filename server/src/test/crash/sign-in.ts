/** Signs a person in as the client does; gives the cookie. */
export const signIn = async (port: number, email: string, password: string): Promise<string> => {
  const response = await fetch(`http://127.0.0.1:${port}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: `http://localhost:${port}` },
    body: JSON.stringify({ email, password }),
  })
  if (!response.ok) throw new Error(`no sign-in: ${response.status} ${await response.text()}`)
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1).join())
    .join('; ')
}
