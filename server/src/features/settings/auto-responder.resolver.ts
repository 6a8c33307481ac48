import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql'
import type { RequestContext } from '../../platform/graphql/request-context.ts'
import { Authorized } from '../../platform/graphql/rights.ts'
import { TextMeasure } from '../messages/text-measure.graphql.ts'
import { AutoResponder } from './inbox-settings.graphql.ts'
import { previewAnswer } from './preview-answer.ts'

@Resolver(() => AutoResponder)
export class AutoResponderResolver {
  @FieldResolver(() => TextMeasure, {
    description:
      'The answer to somebody called Alex Morgan, as it would be sent (R33). `problems` also has what became wrong since the template was set, such as a coupon that is gone.',
  })
  preview(@Root() { template }: AutoResponder, @Ctx() ctx: RequestContext): Promise<TextMeasure> {
    return previewAnswer(ctx, template)
  }

  @Authorized('SETTINGS_READ')
  @Query(() => TextMeasure, {
    description:
      'The same for a template that is being written. `problems` says what `updateInboxSettings` would refuse; a template that can’t be read is measured as it stands.',
  })
  previewAutoResponder(
    @Ctx() ctx: RequestContext,
    @Arg('template', () => String, {
      description: 'Liquid, up to 1,600 characters. An empty one answers nobody.',
    })
    template: string,
  ): Promise<TextMeasure> {
    return previewAnswer(ctx, template)
  }
}
