import { useCallback, useEffect, useState } from 'react'
import { type Phones, withMessage, withThread } from './phone-threads.ts'
import { type BusinessNumber, listen, type Mail, sandboxApi } from './sandbox-api.ts'

/** The sandbox as the page shows it, live; `asked` is a phone to add if it isn't known. Phones are null until it answers. */
export const useSandbox = (opened: readonly string[], asked: string | null, name: string | null) => {
  const [phones, setPhones] = useState<Phones | null>(null)
  const [numbers, setNumbers] = useState<BusinessNumber[]>([])
  const [mails, setMails] = useState<Mail[]>([])
  const [failed, setFailed] = useState(false)
  const openedKey = opened.join()

  const loadThreads = useCallback(async (list: string) => {
    for (const number of list.split(',').filter(Boolean)) {
      const messages = await sandboxApi.messages(number)
      setPhones((now) => now && withThread(now, number, messages))
    }
  }, [])

  const load = useCallback(async () => {
    try {
      if (asked !== null) await sandboxApi.addPhone(asked, name ?? '')
      const [known, business, sent] = await Promise.all([
        sandboxApi.phones(),
        sandboxApi.numbers(),
        sandboxApi.mails(),
      ])
      setPhones((now) => ({ phones: known, threads: now?.threads ?? new Map() }))
      setNumbers(business)
      setMails(sent)
      setFailed(false)
    } catch {
      setFailed(true)
    }
  }, [asked, name])

  useEffect(() => {
    void load()
    const onMail = async () => setMails(await sandboxApi.mails())
    return listen({
      onReady: () => void load(),
      onMessage: (message) => setPhones((now) => now && withMessage(now, message)),
      onMail: () => void onMail(),
    })
  }, [load])

  const loaded = phones !== null
  useEffect(() => {
    if (loaded) loadThreads(openedKey).catch(() => setFailed(true))
  }, [loaded, loadThreads, openedKey])

  return { phones, numbers, mails, failed, reload: load }
}
