import type { WriteContext } from '../../platform/context.ts'
import { sql } from '../../platform/db/in-transaction.ts'
import type { UserErrorItem } from '../../platform/errors.ts'
import { isStorable } from '../../platform/storable-text.ts'
import { renderTemplate, type TemplateScope, templateFaults } from '../auto-responder/template.ts'
import { couponNames, noSuchCoupon } from '../coupons/coupon.ts'
import { couponsByName } from '../coupons/take-codes.ts'
import { writtenProblem } from '../messages/reply-text.ts'

const LONGEST_TEMPLATE = 1_600

const field = ['input', 'autoResponder', 'template']

/** What is wrong with the wording of an auto-responder template (R33). */
export const wrongInTemplate = (template: string): UserErrorItem[] => {
  if (!isStorable(template))
    return [{ code: 'TEXT_INVALID', message: 'It has characters in it that no text can hold.', field }]
  if (template.length > LONGEST_TEMPLATE)
    return [
      {
        code: 'TEMPLATE_TOO_LONG',
        message: `A template has up to ${LONGEST_TEMPLATE} characters; this one has ${template.length}.`,
        field,
      },
    ]
  return templateFaults(template).map((fault) => ({ ...fault, field }))
}

/** What is wrong with its coupons: everybody gets the same answer, so each must be there and have one code (R33). */
export const wrongInCoupons = async (ctx: WriteContext, template: string): Promise<UserErrorItem[]> => {
  const names = couponNames(template)
  if (names.length === 0) return []
  const types = new Map((await couponsByName(ctx, names)).map(({ name, type }) => [name, type]))
  return names.flatMap((name) => {
    const type = types.get(name)
    if (type === undefined) return [noSuchCoupon(name, field)]
    return type === 'STATIC' ? [] : [uniqueCoupon(name)]
  })
}

/** A unique coupon in the template. */
export const uniqueCoupon = (name: string): UserErrorItem => ({
  code: 'COUPON_UNIQUE',
  message: `The coupon "${name}" gives everybody a code of their own, which an automatic answer can't: use a static one.`,
  field,
})

const ACCOUNT = `
  select organization_prefix as prefix, coalesce(contact_email, '') as email from accounts where id = entered_account()`

/** Whether the answer is longer than a text can be (R20), even without a name; what is put in at the sending aside. */
export const wrongInLength = async (ctx: WriteContext, template: string): Promise<UserErrorItem[]> => {
  const [organization] = await sql<TemplateScope['organization']>(ctx, ACCOUNT, [])
  if (!organization) throw new Error('no such account')
  const answer = renderTemplate(template, { organization, profile: { name: '' } })
  const problem = answer === '' ? null : writtenProblem(answer, field)
  return problem ? [problem] : []
}
