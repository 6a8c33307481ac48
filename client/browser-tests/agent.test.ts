import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  accessibilityProblems,
  initialScript,
  messages,
  openStage,
  row,
  type Stage,
  thread,
} from './parley.ts'

/** Rows tell ages, which differ between two looks. */
const withoutTime = (text: string) => text.replace(/(now|\d+m)/, '')

describe('an agent’s day', () => {
  let stage: Stage
  let page: Page

  beforeAll(async () => {
    stage = await openStage(4188)
    page = await stage.open('/inbox', 'manager@parley.test')
    await page.locator('[data-state=live]').waitFor()
  })
  afterAll(() => stage?.close())
  afterEach(async () => {
    await page.goto(`${stage.base}/inbox`)
    await page.locator('[data-state=live]').waitFor()
  })

  const rows = () => page.getByTestId('conversation-list').getByRole('link')
  const focused = () => page.locator('[data-conversation]:focus')
  const idOf = (index: number) => rows().nth(index).getAttribute('data-conversation')
  const openCount = async () =>
    Number(/\d+/.exec((await page.getByRole('link', { name: /^Open \d/ }).textContent()) ?? '')?.[0])
  /** Opens the first conversation that may be answered. */
  const openAnswerable = async () => {
    for (let index = 0; index < 10; index++) {
      await rows().nth(index).click()
      await thread(page).waitFor()
      if (await page.getByRole('textbox').isEnabled()) return
    }
    throw new Error('none of the first ten may be answered')
  }

  it('R1: a role without the inbox is told plainly, and gets nothing of it', async () => {
    const analyst = await stage.open('/inbox', 'analyst@parley.test')
    await analyst.getByText('You don’t have access to the inbox').waitFor()
    expect(await analyst.getByTestId('conversation-list').count()).toBe(0)
    expect(await accessibilityProblems(analyst)).toEqual([])
    await analyst.getByRole('button', { name: 'Sign out' }).click()
    await analyst.getByLabel('Password').fill('not the password')
    await analyst.getByLabel('E-mail').fill('owner@parley.test')
    await analyst.keyboard.press('Enter')
    await analyst.getByRole('alert').getByText('don’t match').waitFor()
    expect(await accessibilityProblems(analyst)).toEqual([])
  })

  it('moves, opens, closes and undoes by keyboard alone', async () => {
    const [first, second] = [await idOf(0), await idOf(1)]
    const count = await openCount()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(await focused().getAttribute('data-conversation')).toBe(second)
    await page.keyboard.press('k')
    await page.keyboard.press('e')
    await page.getByText('Conversation closed').waitFor()
    expect(await idOf(0)).toBe(second)
    expect(await focused().getAttribute('data-conversation')).toBe(second)
    await expect.poll(openCount).toBe(count - 1)
    await page.keyboard.press('z')
    await expect.poll(() => idOf(0)).toBe(first)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/inbox/${second}`)
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    await page.waitForURL('**/inbox')
  })

  it('R27, R28, R37: closed, unread and their filters live in the URL', async () => {
    await rows().nth(0).click()
    const id = await idOf(0)
    await page.getByRole('button', { name: 'Mark unread' }).click()
    await page.goto(`${stage.base}/inbox?unread=1`)
    await page.locator(`[data-conversation="${id}"][data-unread=true]`).waitFor()
    await page.locator(`[data-conversation="${id}"]`).click()
    await page.getByRole('main').getByRole('button', { name: 'Close', exact: true }).click()
    await page.locator(`[data-conversation="${id}"]`).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: /^Closed/ }).click()
    await page.waitForURL(/status=closed/)
    await page.getByRole('switch', { name: 'Show unread only' }).click()
    await page.locator(`[data-conversation="${id}"][data-unread=false]`).waitFor()
    await page.goBack()
    await page.waitForURL(/unread=1/)
  })

  it('R10: scrolling up brings older messages and keeps the place', async () => {
    const long = '+12125550133'
    const line = (number: number) => thread(page).getByText(`Line ${number}.`, { exact: true })
    for (let number = 1; number <= 110; number++) await stage.text(long, `Line ${number}.`)
    await row(page, 'Line 110.').click()
    // It opens at what is new, the top of its first page, so a second one is there at once; the third is not.
    await line(11).waitFor({ state: 'attached' })
    expect(await line(1).count()).toBe(0)
    await line(12).scrollIntoViewIfNeeded()
    const before = await line(14).boundingBox()
    await line(1).waitFor({ state: 'attached' })
    const after = await line(14).boundingBox()
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 1_000))).toBeLessThan(2)
    expect((await messages(page)).slice(0, 110)).toEqual(
      Array.from({ length: 110 }, (_, index) => `Line ${index + 1}.`),
    )
    await stage.text(long, 'And one more.')
    await page.getByRole('button', { name: '1 new message' }).click()
    await thread(page).getByText('And one more.').waitFor()
  })

  it('keeps each draft with its thread, through a reload', async () => {
    await openAnswerable()
    const url = page.url()
    await page.getByRole('textbox').fill('Half a sen')
    await page.getByRole('link', { name: /^Closed/ }).click()
    await rows().nth(0).click()
    await expect.poll(() => page.url()).not.toContain(new URL(url).pathname)
    await thread(page).waitFor()
    expect(await page.getByRole('textbox').inputValue()).toBe('')
    await page.goto(url)
    await expect.poll(() => page.getByRole('textbox').inputValue()).toBe('Half a sen')
    await page.getByRole('textbox').fill('')
  })

  it('R22: a reply that gets no answer is kept, and trying again sends it once', async () => {
    await openAnswerable()
    await page.route('**/graphql', (route) => route.abort())
    await page.getByRole('textbox').fill('Sent from a tunnel')
    await page.keyboard.press('Enter')
    await page.getByTestId('unsent-message').getByText('No answer from the server').waitFor()
    await page.unroute('**/graphql')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByTestId('unsent-message').waitFor({ state: 'detached' })
    await thread(page).getByTestId('delivery-state').getByText('Delivered', { exact: true }).waitFor()
    expect(await thread(page).getByText('Sent from a tunnel').count()).toBe(1)
  })

  it('R40, R44: after the server was killed the screen says so, then catches up with nothing lost or doubled', async () => {
    await openAnswerable()
    await stage.kill()
    await page.getByTestId('connection-bar').getByText('Connection lost').waitFor()
    await stage.start()
    for (let number = 1; number <= 5; number++)
      await stage.text('+12125550144', `While you were away ${number}`)
    await page.locator('[data-state=live]').waitFor({ timeout: 20_000 })
    await row(page, 'While you were away 5').click()
    await thread(page).getByText('While you were away 5').waitFor()
    const lines = await messages(page)
    expect(lines.slice(-5)).toEqual([1, 2, 3, 4, 5].map((number) => `While you were away ${number}`))
    await page.getByTestId('connection-bar').getByText('Connection lost').waitFor({ state: 'detached' })
  })

  it('R9: new activity moves a row up without moving what is under the pointer', async () => {
    const under = await idOf(3)
    const spot = page.locator(`[data-conversation="${under}"]`)
    await spot.hover()
    const before = await spot.boundingBox()
    await stage.text('+12125550155', 'Straight to the top')
    await row(page, 'Straight to the top').waitFor()
    expect(await rows().nth(0).textContent()).toContain('Straight to the top')
    expect((await spot.boundingBox())?.y).toBe(before?.y)
    await page.getByRole('heading', { name: 'Inbox' }).hover()
    await expect
      .poll(async () => (await spot.boundingBox())?.y)
      .toBe((before?.y ?? 0) + (before?.height ?? 0) + 4)
  })

  it('R40: after a storm of texts the list is what a fresh page shows, row for row', async () => {
    await rows().nth(0).click()
    await page.getByRole('heading', { name: 'Inbox' }).hover()
    const opened = await openCount()
    const people = Array.from({ length: 60 }, (_, index) => `+1646555${String(1_000 + index)}`)
    await Promise.all(people.map((person) => stage.text(person, `First from ${person}`)))
    await Promise.all(people.slice(0, 30).map((person) => stage.text(person, `Second from ${person}`)))
    const fresh = await page.context().newPage()
    const shown = async (from: Page) =>
      (await from.getByTestId('conversation-list').getByRole('link').allTextContents()).map(withoutTime)
    await expect.poll(openCount, { timeout: 10_000 }).toBe(opened + 60)
    await fresh.goto(`${stage.base}/inbox`)
    await fresh.locator('[data-state=live]').waitFor()
    await expect.poll(async () => (await shown(page)).join('\n')).toBe((await shown(fresh)).join('\n'))
    await expect.poll(() => page.title()).toBe(await fresh.title())
    await fresh.close()
  })

  it('loads at most 130 kB of script for the inbox', async () => {
    const size = await initialScript(stage, '/inbox')
    expect(size).toBeGreaterThan(50_000)
    expect(size).toBeLessThanOrEqual(130_000)
  })

  it('shows one pane at a time on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await rows().nth(0).click()
    await thread(page).waitFor()
    expect(await page.getByTestId('conversation-list').isVisible()).toBe(false)
    expect(await accessibilityProblems(page)).toEqual([])
    await page.getByRole('link', { name: 'Back to the list' }).click()
    await page.getByTestId('conversation-list').waitFor()
    await page.setViewportSize({ width: 1440, height: 900 })
  })
})
