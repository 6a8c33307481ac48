import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityProblems, askFrom, messages, openStage, row, type Stage, thread } from './parley.ts'

/** Where a toll-free number is nobody knows, so it has no quiet hours (R25). */
const person = '+18885550191'
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1_000).toISOString()

describe('B4, R26: what comes later, before two agents', () => {
  let stage: Stage
  let owner: Page
  let support: Page
  let conversationId: string

  beforeAll(async () => {
    stage = await openStage(4591)
    owner = await stage.open('/inbox', 'owner@parley.test')
    support = await stage.open('/inbox', 'support@parley.test')
    await owner.locator('[data-state=live]').waitFor()
    await support.locator('[data-state=live]').waitFor()
    await stage.text(person, 'START')
    await stage.text(person, 'Is the lamp in stock?')
    await row(owner, 'Is the lamp in stock?').click()
    await row(support, 'Is the lamp in stock?').click()
    await thread(owner).waitFor()
    await thread(support).waitFor()
    conversationId = new URL(owner.url()).pathname.split('/').at(-1) ?? ''
  })
  afterAll(() => stage?.close())

  const schedule = async (text: string, sendAt: string) => {
    const sending = `mutation ($input: SendReplyInput!) {
      sendReply(input: $input) { message { id status } userErrors { code field } }
    }`
    const { sendReply } = await askFrom(support, sending, { input: { conversationId, text, sendAt } })
    expect(sendReply).toMatchObject({ message: { status: 'SCHEDULED' }, userErrors: [] })
  }
  const scheduled = (page: Page, text: string) =>
    page.getByTestId('scheduled-message').filter({ hasText: text })

  it('a scheduled reply stands apart at the end of the thread, with its time, for everyone', async () => {
    await schedule('We will know tomorrow.', inSeconds(86_400))
    await scheduled(owner, 'We will know tomorrow.').getByText('goes out tomorrow at').waitFor()
    await scheduled(support, 'We will know tomorrow.').getByText('You · goes out tomorrow at').waitFor()
    await stage.text(person, 'Or at least nearly?')
    await thread(owner).getByText('Or at least nearly?').waitFor()
    expect((await messages(owner)).slice(-2)).toEqual(['Or at least nearly?', 'We will know tomorrow.'])
    expect(await accessibilityProblems(owner)).toEqual([])
  })

  it('one that is held because the person wrote says so, and is let go or called off by any agent', async () => {
    const held = scheduled(owner, 'We will know tomorrow.')
    await held.getByText('wrote after this was scheduled').waitFor()
    expect(await accessibilityProblems(owner)).toEqual([])
    await held.getByRole('button', { name: 'Send as planned' }).click()
    await scheduled(support, 'We will know tomorrow.').getByText('goes out tomorrow at').waitFor()
    await scheduled(support, 'We will know tomorrow.').getByRole('button', { name: 'Cancel' }).click()
    for (const page of [owner, support]) {
      await page.getByTestId('scheduled-messages').waitFor({ state: 'detached' })
      await thread(page).getByTestId('delivery-state').getByText('Canceled, never sent').waitFor()
    }
    expect(await stage.received(person)).not.toContain('We will know tomorrow.')
    expect(await accessibilityProblems(support)).toEqual([])
  })

  it('R12: one that goes out takes its place at the end of the thread, as a fresh page shows it', async () => {
    await schedule('It is back in stock.', inSeconds(6))
    await owner.getByRole('textbox').fill('Let me look.')
    await owner.keyboard.press('Enter')
    await thread(support).getByText('Let me look.').waitFor()
    await expect.poll(() => stage.received(person), { timeout: 30_000 }).toContain('It is back in stock.')
    await owner.getByTestId('scheduled-messages').waitFor({ state: 'detached' })
    const expected = ['Let me look.', 'It is back in stock.']
    await expect.poll(async () => (await messages(owner)).slice(-2)).toEqual(expected)
    const fresh = await support.context().newPage()
    await fresh.goto(owner.url())
    await thread(fresh).getByText('It is back in stock.').waitFor()
    expect(await messages(fresh)).toEqual(await messages(owner))
    await fresh.close()
  })

  it('R26: a snooze that ends brings the conversation to the top, marked until somebody opens it', async () => {
    await owner.goto(`${stage.base}/inbox`)
    await support.goto(`${stage.base}/inbox`)
    await owner.locator('[data-state=live]').waitFor()
    await support.locator('[data-state=live]').waitFor()
    const snoozing = `mutation ($ids: [ID!]!, $at: DateTime!) {
      snoozeConversations(ids: $ids, at: $at) { conversations { id status } userErrors { code } }
    }`
    await askFrom(support, snoozing, { ids: [conversationId], at: inSeconds(8) })
    const mine = owner.locator(`[data-conversation="${conversationId}"]`)
    await mine.waitFor({ state: 'detached' })
    await stage.text('+18885550192', 'Somebody else, meanwhile')
    await row(owner, 'Somebody else, meanwhile').waitFor()
    await mine.getByText('Back from snooze').waitFor({ timeout: 30_000 })
    const first = owner.getByTestId('conversation-list').getByRole('link').first()
    await expect.poll(() => first.getAttribute('data-conversation')).toBe(conversationId)
    expect(await mine.getAttribute('data-unread')).toBe('false')
    await owner.emulateMedia({ colorScheme: 'light' })
    await owner.locator('html:not(.dark)').waitFor()
    expect(await accessibilityProblems(owner)).toEqual([])
    await owner.emulateMedia({ colorScheme: 'dark' })
    await owner.locator('html.dark').waitFor()
    expect(await accessibilityProblems(owner)).toEqual([])
    await mine.click()
    for (const page of [owner, support])
      await page.getByTestId('back-from-snooze').waitFor({ state: 'detached' })
    expect(await mine.count()).toBe(1)
  })
})
