import type { UserErrorItem } from '../../platform/errors.ts'
import { loadKnown } from '../../platform/graphql/loader.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { accountById } from '../accounts/account.queries.ts'
import { renderTemplate } from '../auto-responder/template.ts'
import { allCoupons } from '../coupons/coupon.queries.ts'
import { couponNames } from '../coupons/coupon.ts'
import { previewText } from '../messages/preview-text.ts'
import type { TextMeasure } from '../messages/text-measure.graphql.ts'
import { uniqueCoupon, wrongInTemplate } from './template-input.ts'

/** Whom a preview greets. */
const SAMPLE_NAME = 'Alex Morgan'

/**
 * The answer that a template makes for somebody called Alex Morgan, and its size as it would be sent (R33). A template
 * that makes none is measured as it stands, and its `problems` say why.
 */
export const previewAnswer = async (ctx: RequestContext, template: string): Promise<TextMeasure> => {
  const faults = wrongInTemplate(template)
  const text = faults.length > 0 ? template : await renderFor(ctx, template)
  const measure = await previewText(ctx, { text })
  // While the template is empty nobody is answered; a template with faults has them alone.
  const found = template.trim() === '' || faults.length > 0 ? [] : measure.problems
  const problems = [...faults, ...found, ...(await uniqueCoupons(ctx, template))]
  return { ...measure, problems: problems.map((problem) => ({ ...problem, field: ['template'] })) }
}

const renderFor = async (ctx: RequestContext, template: string): Promise<string> => {
  const account = await loadKnown(ctx, accountById, ctx.actor.accountId)
  return renderTemplate(template, {
    organization: { prefix: account.organizationPrefix, email: account.contactEmail ?? '' },
    profile: { name: SAMPLE_NAME },
  })
}

const uniqueCoupons = async (ctx: RequestContext, template: string): Promise<UserErrorItem[]> => {
  const names = couponNames(template)
  if (names.length === 0) return []
  const coupons = await allCoupons(ctx)
  return coupons
    .filter(({ name, type }) => type === 'UNIQUE' && names.includes(name))
    .map(({ name }) => uniqueCoupon(name))
}
