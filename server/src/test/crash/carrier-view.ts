/** A text that the carrier accepted from us. */
export interface CarrierSend {
  to: string
  text: string
}

/** What the carrier knows, and the moods that it can be put in (docs/sandbox.md). */
export const viewCarrier = (url: string) => {
  const call = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${url}/sandbox/api${path}`, {
      ...(body && {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  return {
    /** Every send that it accepted, oldest first. */
    audit: async (): Promise<CarrierSend[]> => ((await call('/audit')) as { sends: CarrierSend[] }).sends,
    mood: (mischief: object) => call('/mischief', mischief),
    /** Whether a mood that was for one send is over. */
    hasMet: async (): Promise<boolean> => {
      const { nextSends } = (await call('/mischief')) as { nextSends: { outcome: string } }
      return nextSends.outcome === 'accept'
    },
  }
}

export type CarrierView = ReturnType<typeof viewCarrier>
