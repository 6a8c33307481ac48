import { Field, ObjectType } from 'type-graphql'
import { CurrencyCode, Decimal } from '../../platform/graphql/scalars.ts'

@ObjectType({ description: 'An amount of money.' })
export class Money {
  @Field(() => Decimal, { simple: true, description: 'How much, exactly.' })
  amount!: string

  @Field(() => CurrencyCode, { simple: true, description: 'Of what.' })
  currencyCode!: string
}
