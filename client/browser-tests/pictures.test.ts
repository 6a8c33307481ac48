import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pictures } from '../../server/src/test/pictures.ts'
import { accessibilityProblems, askFrom, openStage, row, type Stage, thread } from './parley.ts'

const person = '+18885550188'

interface Uploaded {
  status: number
  body: { id: string; url: string; width: number }
}

/** Uploads as a page of ours does, with the visitor's cookie. */
const upload = (page: Page, file: Buffer): Promise<Uploaded> =>
  page.evaluate(async (base64) => {
    const form = new FormData()
    form.append('file', await (await fetch(`data:image/png;base64,${base64}`)).blob(), 'jacket.png')
    const answer = await fetch('/media', { method: 'POST', body: form })
    return { status: answer.status, body: (await answer.json()) as Uploaded['body'] }
  }, file.toString('base64'))

describe('R20: a picture from an agent to a phone', () => {
  let stage: Stage
  let agent: Page
  let phone: Page
  beforeAll(async () => {
    stage = await openStage(4551)
    agent = await stage.open('/inbox', 'support@parley.test')
    phone = await stage.open(`/sandbox?phone=${encodeURIComponent(person)}&name=Ada+Okoye`)
    await stage.text(person, 'START')
    await stage.text(person, 'What does it look like?')
  })
  afterAll(() => stage?.close())

  const conversationOf = async (): Promise<string | undefined> => {
    const query = 'query ($number: PhoneNumber!) { profile(phoneNumber: $number) { conversation { id } } }'
    const { profile } = await askFrom(agent, query, { number: person })
    return (profile as { conversation: { id: string } | null } | null)?.conversation?.id
  }

  it('is uploaded by the page, sent without a word, and shows on the phone as the carrier fetches it', async () => {
    const { status, body } = await upload(agent, await pictures.png({ width: 120, height: 80 }))
    expect([status, body.width]).toEqual([201, 120])
    await expect.poll(conversationOf).toBeDefined()
    const sending = `mutation ($input: SendReplyInput!) {
      sendReply(input: $input) { message { id } userErrors { code field } }
    }`
    const input = {
      conversationId: await conversationOf(),
      mediaIds: [body.id],
      overrideWarnings: ['QUIET_HOURS'],
    }
    expect(await askFrom(agent, sending, { input })).toMatchObject({ sendReply: { userErrors: [] } })
    const picture = phone.getByTestId('phone-message').getByRole('img')
    await picture.waitFor()
    await expect
      .poll(() => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBe(120)
  })

  it('stands in the thread in a box of its size, for every agent', async () => {
    await row(agent, '555-0188').click()
    const picture = thread(agent).getByRole('img', { name: 'Picture' })
    await picture.waitFor()
    const wide = () =>
      picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)
    await expect.poll(wide).toBe(120)
    const box = await picture.boundingBox()
    expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(120 / 80, 1)
    expect(await accessibilityProblems(agent)).toEqual([])
  })

  it('R3: opened by itself it is a picture in a sandbox, with no page and no script', async () => {
    const { body } = await upload(agent, await pictures.png({ width: 12, height: 8 }))
    const answer = await agent.goto(body.url)
    expect(answer?.headers()).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    expect(await agent.evaluate('window.origin')).toBe('null')
  })
})
