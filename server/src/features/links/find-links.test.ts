import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findLinks } from './find-links.ts'

describe('R34: the links of a text', () => {
  test.each([
    ['one in a sentence', 'See https://shop.example/a?b=1&c=2#d.', ['https://shop.example/a?b=1&c=2#d']],
    ['in brackets', '(https://shop.example/a)', ['https://shop.example/a']],
    ['with brackets of its own', 'https://shop.example/a_(b) is', ['https://shop.example/a_(b)']],
    [
      'before punctuation',
      'https://a.example/x, https://b.example! Or https://c.example?',
      ['https://a.example/x', 'https://b.example', 'https://c.example'],
    ],
    [
      'in quotes',
      '“https://a.example/x” and "https://b.example/"',
      ['https://a.example/x', 'https://b.example/'],
    ],
    [
      'two with a comma alone between',
      'https://a.example,https://b.example',
      ['https://a.example', 'https://b.example'],
    ],
    [
      'in other letters',
      'https://bücher.example/ä und https://例え.テスト/パス。',
      ['https://bücher.example/ä', 'https://例え.テスト/パス'],
    ],
    ['in capitals', 'HTTPS://SHOP.EXAMPLE/A', ['HTTPS://SHOP.EXAMPLE/A']],
    [
      'a number, a port, another protocol version',
      'http://127.0.0.1:8080/x http://[::1]/y',
      ['http://127.0.0.1:8080/x', 'http://[::1]/y'],
    ],
    ['before an emoji', 'https://a.example/x 🎉', ['https://a.example/x']],
    [
      'at the ends of lines',
      'https://a.example/x\nhttps://b.example/y\r\n',
      ['https://a.example/x', 'https://b.example/y'],
    ],
    ['without a scheme: none', 'shop.example www.shop.example //shop.example/x a@shop.example', []],
    ['of other schemes: none', 'javascript:alert(1) ftp://a.example mailto:a@b.example data:text/html,x', []],
    ['with a password: left alone', 'https://user:secret@a.example/x https://user@a.example/', []],
    ['inside a word: none', 'xhttps://a.example', []],
    ['scheme alone: none', 'https:// http://', []],
  ])('%s', (_, text, links) => {
    expect(findLinks(text).map(({ target }) => target)).toEqual(links)
  })

  test('each stands where it is said to, in order, and opens in a browser', () => {
    const piece = fc.constantFrom(
      'https://a.example/',
      'http://',
      'x',
      ' ',
      '(',
      ')',
      '.',
      '🚚',
      '%',
      '\n',
      '@',
      ':',
      '/',
      'é',
      '?q=',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
        (text) => {
          let end = 0
          for (const link of findLinks(text)) {
            expect(link.start).toBeGreaterThanOrEqual(end)
            expect(text.slice(link.start, link.end)).toBe(link.target)
            expect(new URL(link.target).protocol).toMatch(/^https?:$/)
            end = link.end
          }
        },
      ),
    )
  })

  test('of a long text are found in moments, whatever it is made of', () => {
    const started = performance.now()
    for (const part of ['https://a.example/(', 'http://a.b.', 'https://', '((((', 'https://a.example/?'])
      findLinks(part.repeat(5_000 / part.length))
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
