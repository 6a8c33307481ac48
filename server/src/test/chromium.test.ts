import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from './chromium.ts'

let browser: Awaited<ReturnType<typeof launchBrowser>>
beforeAll(async () => {
  browser = await launchBrowser()
}, 60_000)
afterAll(() => browser.close())

test('the browser shows a page and runs its script', async () => {
  const page = await browser.newPage()
  await page.setContent('<h1>…</h1><script>document.querySelector("h1").textContent = 6 * 7</script>')
  expect(await page.getByRole('heading').textContent()).toBe('42')
})
