import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityProblems, messages, openStage, row, type Stage, thread } from './parley.ts'

/** Someone who has never texted. Where a toll-free number is nobody knows, so it has no quiet hours (R25). */
const stranger = '+18885550187'

describe('the main job, with two agents and a phone', () => {
  let stage: Stage
  let owner: Page
  let support: Page
  let phone: Page

  beforeAll(async () => {
    stage = await openStage(4187)
    owner = await stage.open('/inbox', 'owner@parley.test')
    support = await stage.open('/inbox', 'support@parley.test')
    phone = await stage.open(`/sandbox?phone=${encodeURIComponent(stranger)}&name=Noor+Haddad`)
    await phone.getByRole('region', { name: 'Noor Haddad’s phone' }).waitFor()
    await owner.locator('[data-state=live]').waitFor()
    await support.locator('[data-state=live]').waitFor()
  })
  afterAll(() => stage?.close())

  const unread = async (page: Page) => Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0)
  const textFromPhone = async (text: string) => {
    await phone.getByLabel('Text message').fill(text)
    await phone.keyboard.press('Enter')
  }

  it('R4, R9: a text from an unknown phone appears on every agent’s screen, open and unread', async () => {
    const before = await unread(owner)
    await textFromPhone('Do you ship to Norway?')
    await row(owner, 'Do you ship to Norway?').waitFor()
    await row(support, 'Do you ship to Norway?').waitFor()
    expect(await row(owner, 'Do you ship to Norway?').getAttribute('data-unread')).toBe('true')
    expect(await unread(owner)).toBe(before + 1)
    expect(await unread(support)).toBe(before + 1)
  })

  it('R6: the composer is closed to someone who has not opted in, says why, and opens by itself when they do', async () => {
    await row(owner, 'Do you ship to Norway?').click()
    const field = owner.getByRole('textbox')
    await owner.getByText('hasn’t agreed to receive texts').waitFor()
    expect(await field.isDisabled()).toBe(true)
    expect(await accessibilityProblems(owner)).toEqual([])
    await phone.getByRole('button', { name: 'START', exact: true }).click()
    await owner.getByText('You can’t reply right now').waitFor({ state: 'detached' })
    expect(await field.isEnabled()).toBe(true)
    await owner
      .getByRole('complementary', { name: 'Profile' })
      .getByText('Subscribed', { exact: true })
      .waitFor()
  })

  it('R28: opening a thread marks it read for everyone', async () => {
    await expect.poll(() => row(support, '555-0187').getAttribute('data-unread')).toBe('false')
    expect(await unread(support)).toBe(await unread(owner))
  })

  it('R8, R21: a reply reaches the phone, and its delivery shows to both agents', async () => {
    await row(support, '555-0187').click()
    await owner.getByRole('textbox').fill('We do! Two to four days.')
    await owner.keyboard.press('Enter')
    await thread(owner).getByText('We do! Two to four days.').waitFor()
    await phone.getByTestId('phone-message').filter({ hasText: 'We do! Two to four days.' }).waitFor()
    await thread(owner).getByTestId('delivery-state').getByText('Delivered', { exact: true }).waitFor()
    await thread(support).getByText('We do! Two to four days.').waitFor()
    await thread(support).getByTestId('delivery-state').getByText('Delivered', { exact: true }).waitFor()
    expect(await thread(owner).getByText('We do! Two to four days.').count()).toBe(1)
    expect(await owner.getByRole('textbox').inputValue()).toBe('')
  })

  it('R21: several replies in a row go out and stand in the order in which they were written', async () => {
    for (const text of ['One.', 'Two.', 'Three.']) {
      await owner.getByRole('textbox').fill(text)
      await owner.keyboard.press('Enter')
    }
    await phone.getByTestId('phone-message').getByText('Three.').waitFor()
    const sent = await stage.received(stranger)
    expect(sent.slice(-3)).toEqual(['One.', 'Two.', 'Three.'])
    const shown = await messages(support)
    expect(shown.slice(-3)).toEqual(['One.', 'Two.', 'Three.'])
  })

  it('R15: STOP closes the composer on every screen', async () => {
    await phone.getByRole('button', { name: 'STOP', exact: true }).click()
    await owner.getByText('opted out of texts').waitFor()
    await support.getByText('opted out of texts').waitFor()
    expect(await owner.getByRole('textbox').isDisabled()).toBe(true)
    await phone.getByRole('button', { name: 'START', exact: true }).click()
    await owner.getByText('opted out of texts').waitFor({ state: 'detached' })
  })

  it('R21: a text that can’t be delivered says why and what to do', async () => {
    await stage.mischief({ finalState: 'undelivered', errorCode: '30' })
    await owner.getByRole('textbox').fill('Are you still there?')
    await owner.keyboard.press('Enter')
    await thread(owner)
      .getByText(/^Not delivered: /)
      .waitFor()
    await row(owner, 'Are you still there?')
      .getByRole('img', { name: 'Last message was not delivered' })
      .waitFor()
    expect(await accessibilityProblems(owner)).toEqual([])
    await stage.mischief()
  })

  it('R22: where nobody knows whether a text went out, the agent is told what trying again risks, and decides', async () => {
    await stage.mischief({ nextSends: { outcome: 'reset_before', times: 1 } })
    await owner.getByRole('textbox').fill('Did this arrive?')
    await owner.keyboard.press('Enter')
    const state = thread(owner).getByTestId('delivery-state')
    await state.getByText('May not have been sent').waitFor()
    await state.getByRole('button', { name: 'Retry' }).click()
    await owner.getByRole('alertdialog').getByText('the person gets it twice').waitFor()
    expect(await accessibilityProblems(owner)).toEqual([])
    await owner.getByRole('button', { name: 'Send again' }).click()
    await state.getByText('Delivered', { exact: true }).waitFor()
    expect((await stage.received(stranger)).filter((text) => text === 'Did this arrive?')).toHaveLength(1)
    await stage.mischief()
  })

  it('the phones’ page is accessible, too', async () => {
    expect(await accessibilityProblems(phone)).toEqual([])
  })
})
