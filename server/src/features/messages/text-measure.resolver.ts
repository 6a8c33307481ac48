import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { fromGlobalId } from '../../platform/ids.ts'
import { previewText } from './preview-text.ts'
import { TextMeasure } from './text-measure.graphql.ts'

@Resolver()
export class TextMeasureResolver {
  @Authorized('READ')
  @Query(() => TextMeasure, {
    description:
      'Size of a text as it would be sent, its coupons put in and its links made short (R24). Takes no code and makes no link.',
  })
  measureText(
    @Ctx() ctx: RequestContext,
    @Arg('text', () => String, {
      description: 'The text as it is written. Beyond 5,000 characters only its length is right.',
    })
    text: string,
    @Arg('profileId', () => ID, {
      nullable: true,
      description: 'The person whom it is for: a coupon that they have shows their own code.',
    })
    profileId: string | null | undefined,
    @Arg('shortenLinks', () => Boolean, {
      nullable: true,
      description: "Whether its links become short; by default as the account's settings say (R34).",
    })
    shortenLinks: boolean | null | undefined,
  ): Promise<TextMeasure> {
    const person = profileId ? fromGlobalId('Profile', profileId) : null
    return previewText(ctx, { text, profileId: person, shortenLinks })
  }
}
