import { Liquid, LiquidError, Tag, type TagToken, type Template } from 'liquidjs'
import { LRUCache } from 'lru-cache'
import { partAtCoupons } from '../coupons/coupon.ts'

/** What a template knows (R33). */
export interface TemplateScope {
  organization: {
    /** The account's organisation prefix. */
    prefix: string
    /** The account's contact e-mail; empty if it has none. */
    email: string
  }
  profile: {
    /** The person's name; empty if it is not known. */
    name: string
  }
}

/** The variables of `TemplateScope`, as a template writes them. */
export const templateVariables = ['organization.prefix', 'organization.email', 'profile.name']

const allowedTags = ['if', 'unless', 'case', 'comment', 'coupon_code']

/** What a line of text is made of; none of them can make much of little. */
const allowedFilters = [
  ...[
    'default',
    'upcase',
    'downcase',
    'capitalize',
    'strip',
    'lstrip',
    'rstrip',
    'squish',
    'append',
    'prepend',
  ],
  ...[
    'remove',
    'remove_first',
    'replace',
    'replace_first',
    'truncate',
    'truncatewords',
    'split',
    'first',
    'last',
  ],
]

/**
 * Around the name of a coupon while the rest is rendered: whatever else looks like a coupon's tag is words. Private
 * characters, which are taken out of all that is given.
 */
const [MARK, MARK_END] = ['\uE0C0', '\uE0C1']
const marks = /[\uE0C0\uE0C1]/g
const marked = /\uE0C0([^\uE0C1]*)\uE0C1/g

/** `{% coupon_code 'NAME' %}` stays as it is, for whoever makes the text up that is sent (R23). */
class CouponTag extends Tag {
  private readonly coupon: string

  constructor(token: TagToken, remaining: ConstructorParameters<typeof Tag>[1], liquid: Liquid) {
    super(token, remaining, liquid)
    const parts = partAtCoupons(token.getText())
    const [part] = parts ?? []
    if (parts?.length !== 1 || !part || !('coupon' in part))
      throw new Error("a coupon is written {% coupon_code 'NAME' %}")
    this.coupon = part.coupon
  }

  override render(): string {
    return `${MARK}${this.coupon}${MARK_END}`
  }
}

const makeEngine = (): Liquid => {
  const liquid = new Liquid({
    strictFilters: true,
    strictVariables: true,
    ownPropertyOnly: true,
    // Instead of the file system; the tags that would look into it are gone as well.
    templates: {},
    parseLimit: 10_000,
    memoryLimit: 100_000,
  })
  liquid.registerTag('coupon_code', CouponTag)
  for (const name of Object.keys(liquid.tags)) if (!allowedTags.includes(name)) delete liquid.tags[name]
  for (const name of Object.keys(liquid.filters))
    if (!allowedFilters.includes(name)) delete liquid.filters[name]
  return liquid
}

const engine = makeEngine()
const parsed = new LRUCache<string, Template[]>({ max: 200 })

/** @throws LiquidError where it is none */
const parse = (template: string): Template[] => {
  const known = parsed.get(template)
  if (known) return known
  const made = engine.parse(template.replaceAll(marks, ''))
  parsed.set(template, made)
  return made
}

/**
 * The text of a template (R33). What looks like a coupon in a name or prefix is told apart from the template's own.
 * @throws LiquidError for one that `templateFaults` finds faults with, or that would cost too much
 */
export const renderTemplate = (template: string, scope: TemplateScope): string => {
  const { organization, profile } = scope
  const rendered: unknown = engine.renderSync(parse(template), {
    organization: { prefix: plain(organization.prefix), email: plain(organization.email) },
    profile: { name: plain(profile.name) },
  })
  return String(rendered).replaceAll('{%', '{ %').replaceAll(marked, "{% coupon_code '$1' %}").trim()
}

const plain = (value: string): string => value.replaceAll(marks, '')

/** What is wrong with a template. */
export interface TemplateFault {
  code: 'TEMPLATE_INVALID' | 'TEMPLATE_VARIABLE_UNKNOWN' | 'TEMPLATE_TOO_COSTLY'
  message: string
}

/** The faults of a template, unknown variables each by name; none in one that can be rendered for everybody. */
export const templateFaults = (template: string): TemplateFault[] => {
  try {
    const unknown = engine
      .globalFullVariablesSync(parse(template))
      .filter((variable) => !templateVariables.includes(variable))
    if (unknown.length > 0) return [...new Set(unknown)].map(unknownVariable)
    renderTemplate(template, { organization: { prefix: 'A', email: 'a@b.c' }, profile: { name: 'A' } })
    renderTemplate(template, { organization: { prefix: '', email: '' }, profile: { name: '' } })
    return []
  } catch (error) {
    return [faultOf(error)]
  }
}

const unknownVariable = (variable: string): TemplateFault => ({
  code: 'TEMPLATE_VARIABLE_UNKNOWN',
  message: `The variable "${variable}" is not known here. Known are ${templateVariables.join(', ')}.`,
})

const faultOf = (error: unknown): TemplateFault => {
  if (!LiquidError.is(error)) throw error
  if (/limit exceeded/.test(error.message))
    return { code: 'TEMPLATE_TOO_COSTLY', message: 'The template takes too much to make a text of.' }
  return { code: 'TEMPLATE_INVALID', message: `The template can't be read: ${error.message}.` }
}
