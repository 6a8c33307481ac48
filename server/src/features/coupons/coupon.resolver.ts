import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import { load } from '../../platform/graphql/loader.ts'
import { payload } from '../../platform/graphql/payload.ts'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { type UpsertedCoupon, upsertCoupon } from './actions/upsert-coupon.ts'
import { Coupon, CouponInput, CouponPayload } from './coupon.graphql.ts'
import { allCoupons, couponById } from './coupon.queries.ts'

@Resolver()
export class CouponResolver {
  @Authorized('READ')
  @Query(() => [Coupon], { description: 'Every coupon, by name; an account has at most 1,000 (R23).' })
  coupons(@Ctx() ctx: RequestContext): Promise<Coupon[]> {
    return allCoupons(ctx)
  }

  @Authorized('MANAGE')
  @Mutation(() => CouponPayload, {
    description:
      'Makes a coupon, or changes the one of this name: a static one gets this code, a unique one these codes besides those that it has (R23). The same call again changes nothing. 100,000 codes are some 2 MB; more come by further calls, or by `parley import-codes`.',
  })
  upsertCoupon(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => CouponInput, { description: 'The coupon.' }) input: CouponInput,
  ): Promise<CouponPayload> {
    return payload<CouponPayload, UpsertedCoupon>(
      ctx,
      { coupon: null, addedCodes: 0, duplicateCodes: 0 },
      () => upsertCoupon(ctx, input),
      async ({ couponId, addedCodes, duplicateCodes }) => ({
        coupon: await load(ctx, couponById, couponId),
        addedCodes,
        duplicateCodes,
        userErrors: [],
      }),
    )
  }
}
