/** How a sign-in ended. */
export type SignInResult = 'ok' | 'wrong' | 'too-many' | 'refused' | 'unreachable'

/** Signs in; the answer sets the session cookie. */
export const signIn = async (email: string, password: string): Promise<SignInResult> => {
  try {
    const response = await fetch('/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
    if (response.ok) return 'ok'
    if (response.status === 429) return 'too-many'
    if (response.status >= 500) return 'unreachable'
    return response.status === 401 || response.status === 400 || response.status === 422 ? 'wrong' : 'refused'
  } catch {
    return 'unreachable'
  }
}

/** Ends the session here and on the server. */
export const signOut = async (): Promise<boolean> => {
  try {
    const response = await fetch('/auth/sign-out', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    return response.ok
  } catch {
    return false
  }
}
