import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { zoneAtNoon } from '../../server/src/test/build.ts'
import { launchBrowser } from '../../server/src/test/chromium.ts'
import { openWorkshop } from '../../server/src/test/crash/workshop.ts'

/** A demo Parley with a browser before it, for one test file. */
export interface Stage {
  base: string
  /** A new window of a signed-in user, or of nobody. */
  open: (path: string, user?: string, size?: { width: number; height: number }) => Promise<Page>
  /** Has a customer's phone text the business; resolves once the carrier has taken the text. */
  text: (from: string, text: string) => Promise<void>
  /** What the business has sent to a phone, oldest first. */
  received: (phone: string) => Promise<string[]>
  /** Sets the carrier's mischief; without settings it is in a good mood. */
  mischief: (settings?: Record<string, unknown>) => Promise<void>
  /** Ends the server without warning; `start` brings it back on the same data. */
  kill: () => Promise<void>
  start: () => Promise<void>
  close: () => Promise<void>
}

/** The business's number that the phones text. */
const business = '+15550001000'
const wide = { width: 1440, height: 900 }

const signIn = async (page: Page, user: string): Promise<void> => {
  await page.getByLabel('E-mail').fill(user)
  await page.getByLabel('Password').fill('parley-demo')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByLabel('E-mail').waitFor({ state: 'detached' })
}

const sandboxOf = (base: string) => async (path: string, method: string, body?: unknown) => {
  const response = await fetch(`${base}/sandbox/api${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

/** Starts a Parley on a database of its own, as `npm start` does, and a browser. */
export const openStage = async (port: number): Promise<Stage> => {
  const workshop = openWorkshop()
  const base = `http://localhost:${port}`
  const sandbox = sandboxOf(base)
  const database = await workshop.database()
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-browser-'))
  workshop.onEnd(() => rm(dataDir, { recursive: true }))
  const env = { PORT: String(port), DATABASE_URL: database.url, DATA_DIR: dataDir, LOG_LEVEL: 'warn' }
  let parley = workshop.launch(env)
  await parley.ready
  // Quiet hours (R25) are not what these tests are about: where the demo's people live it is day, whenever they run.
  await database.pool.query('update parley.profiles set time_zone = $1', [zoneAtNoon()])
  const browser: Browser = await launchBrowser()
  workshop.onEnd(() => browser.close())

  return {
    base,
    open: async (path, user, size = wide) => {
      const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' })
      const page = await context.newPage()
      page.setDefaultTimeout(10_000)
      await page.goto(base + path)
      if (user) await signIn(page, user)
      return page
    },
    text: async (from, text) => {
      await sandbox(`/phones/${encodeURIComponent(from)}/messages`, 'POST', { to: business, text })
    },
    received: async (phone) => {
      const answer = await sandbox(`/phones/${encodeURIComponent(phone)}/messages`, 'GET')
      const { messages } = answer as { messages: { direction: string; text: string }[] }
      return messages.filter((message) => message.direction === 'TO_PHONE').map((message) => message.text)
    },
    mischief: async (settings = {}) => {
      await sandbox('/mischief', 'PUT', settings)
    },
    kill: async () => {
      await parley.signal('SIGKILL')
    },
    start: async () => {
      parley = workshop.launch(env)
      await parley.ready
    },
    close: () => workshop.close(),
  }
}

/** What a browser loads of JavaScript before it can show the page at this path, in gzipped bytes. */
export const initialScript = async (stage: Stage, path: string): Promise<number> => {
  const page = await (await fetch(stage.base + path)).text()
  const scripts = [...page.matchAll(/(?:src|href)="([^"]+[.]js)"/g)].map((match) => stage.base + match[1])
  const bodies = await Promise.all(scripts.map(async (script) => (await fetch(script)).text()))
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0)
}

/** What axe finds wrong on a page, by WCAG 2.2 AA and its own best practices; empty is good. */
export const accessibilityProblems = async (page: Page): Promise<string[]> => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  return violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(' | ')}`)
}

/** The row of the list that shows this. */
export const row = (page: Page, text: string) =>
  page.getByTestId('conversation-list').getByRole('link').filter({ hasText: text })

/** The open thread. */
export const thread = (page: Page) => page.getByRole('log', { name: 'Messages' })

/** The texts of the open thread, as they stand. */
export const messages = (page: Page): Promise<string[]> =>
  thread(page).getByTestId('message').allTextContents()

/** Asks the API as a page of ours does, with the visitor's cookie. */
export const askFrom = (
  page: Page,
  query: string,
  variables: Record<string, unknown>,
): Promise<Record<string, unknown>> =>
  page.evaluate(
    async (body) => {
      const answer = await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return ((await answer.json()) as { data: Record<string, unknown> }).data
    },
    { query, variables },
  )
