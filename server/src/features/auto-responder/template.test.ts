import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderTemplate, type TemplateScope, templateFaults } from './template.ts'

const scope: TemplateScope = {
  organization: { prefix: 'Acme Outfitters', email: 'help@acme.test' },
  profile: { name: 'Ada Lovelace' },
}
const nameless = { ...scope, profile: { name: '' } }
const faults = (template: string) =>
  templateFaults(template).map(({ code, message }) => `${code}: ${message}`)

describe('R33: a template knows three variables', () => {
  test.each([
    ['', ''],
    ['Thanks!', 'Thanks!'],
    [
      '{{ organization.prefix }}: write to {{organization.email}}, {{ profile.name }}.',
      'Acme Outfitters: write to help@acme.test, Ada Lovelace.',
    ],
    ["Hi {{ profile.name | split: ' ' | first | upcase }}!", 'Hi ADA!'],
    ["{% if profile.name != '' %}Hi {{ profile.name }}{% else %}Hi{% endif %}", 'Hi Ada Lovelace'],
    [
      '{% case organization.prefix %}{% when "Acme Outfitters" %}us{% else %}them{% endcase %}{% comment %}x{% endcomment %}',
      'us',
    ],
    ['  \n spaced \n', 'spaced'],
    ["Use {% coupon_code 'HELLO' %}.", "Use {% coupon_code 'HELLO' %}."],
    ['Use {%- coupon_code "HELLO" -%} now', "Use{% coupon_code 'HELLO' %}now"],
  ])('%s', (template, text) => {
    expect(faults(template)).toEqual([])
    expect(renderTemplate(template, scope)).toBe(text)
  })

  test('a person whose name is not known is greeted all the same', () => {
    expect(renderTemplate("Hi {{ profile.name | default: 'there' }}!", nameless)).toBe('Hi there!')
    expect(renderTemplate('Hi{{ profile.name }}', nameless)).toBe('Hi')
  })

  test.each([
    ['{{ profile.phone }}', 'profile.phone'],
    ['{{ profile }}', 'profile'],
    ['{{ profile.name.constructor }}', 'profile.name.constructor'],
    ['{{ constructor }}', 'constructor'],
    ["{{ profile['email'] }}", 'profile.email'],
    ['{{ profile[organization.prefix] }}', 'profile[organization.prefix]'],
    ['{{ "a" | append: secret }}', 'secret'],
    ['{% if customer.vip %}x{% endif %}', 'customer.vip'],
    ['{% if false %}{{ hidden }}{% endif %}', 'hidden'],
    ['{% unless false %}{% case a %}{% when b %}{% endcase %}{% endunless %}', 'a'],
  ])('any other is refused by its name: %s', (template, name) => {
    expect(faults(template)[0]).toBe(
      `TEMPLATE_VARIABLE_UNKNOWN: The variable "${name}" is not known here. Known are organization.prefix, organization.email, profile.name.`,
    )
  })

  test('each of several once', () => {
    expect(templateFaults('{{ a }}{{ b }}{{ a }}{{ profile.name }}')).toHaveLength(2)
  })
})

describe('R33: refused, with what and where it is', () => {
  test.each([
    ['{{ profile.name', /^TEMPLATE_INVALID.*not closed.*line:1/],
    ['Hi\n{% if %}x{% endif %}', /^TEMPLATE_INVALID.*line:2/],
    ['{% if profile.name %}x', /^TEMPLATE_INVALID.*not closed/],
    ['{{ profile.name | nonsense }}', /^TEMPLATE_INVALID.*undefined filter: nonsense/],
    ['{{ profile.name | base64_encode }}', /^TEMPLATE_INVALID.*undefined filter: base64_encode/],
    ...[
      'for i in (1..9)',
      'tablerow i in (1..9)',
      "include 'a'",
      "render '/etc/passwd'",
      "layout 'a'",
      'raw',
    ].map((tag) => [`{% ${tag} %}`, /^TEMPLATE_INVALID.*tag ".*" not found/] as const),
    ["{% assign a = 'b' %}", /^TEMPLATE_INVALID.*tag "assign" not found/],
    ['{% coupon_code HELLO %}', /^TEMPLATE_INVALID.*a coupon is written/],
    ['{{ (1..100000000) }}', /^TEMPLATE_TOO_COSTLY/],
    [
      `{{ 'aaaaaaaaaa'${" | replace: 'a', 'aaaaaaaaaaaaaaaaaaaa'".repeat(6)} }}`,
      /^TEMPLATE_(TOO_COSTLY|INVALID)/,
    ],
  ] as const)('%s', (template, message) => {
    expect(faults(template)).toEqual([expect.stringMatching(message)])
  })

  test('in bounded time, whatever is typed', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '{{',
        '}}',
        '{%',
        '%}',
        ' | ',
        "'",
        'if ',
        'endif',
        'profile.name',
        'default:',
        '(1..9)',
        'raw',
      ),
      fc.string({ maxLength: 6 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const template = pieces.join('')
        if (templateFaults(template).length > 0) return
        expect(typeof renderTemplate(template, scope)).toBe('string')
      }),
      { numRuns: 500 },
    )
  })
})

describe('R23: only the template’s own coupons are coupons', () => {
  test('a name that looks like one is words', () => {
    const name = "{% coupon_code 'VIP' %}"
    const text = renderTemplate("Hi {{ profile.name }}: {% coupon_code 'HELLO' %}", {
      ...scope,
      profile: { name },
    })
    expect(text).toBe("Hi { % coupon_code 'VIP' %}: {% coupon_code 'HELLO' %}")
  })

  test('nor can one be put together, or marked', () => {
    expect(renderTemplate("{{ '{' | append: '% coupon_code \"VIP\" %' }}}", scope)).not.toMatch(/\{%/)
    const name = '\uE0C0VIP\uE0C1'
    expect(renderTemplate('\uE0C0A\uE0C1 {{ profile.name }}', { ...scope, profile: { name } })).toBe('A VIP')
  })
})
