import { Field, Int, ObjectType } from 'type-graphql'
import { UserError } from '../../platform/graphql/user-error.graphql.ts'
import type { TextEncoding } from './message.ts'
import { TextEncodingEnum } from './message-enums.graphql.ts'

@ObjectType({ description: 'A character that GSM-7 does not have: it makes the whole text UCS-2 (R24, B3).' })
export class UnicodeCharacter {
  @Field(() => Int, {
    simple: true,
    description: 'Where it begins in the text that was given, in UTF-16 units as JavaScript counts them.',
  })
  index!: number

  @Field(() => String, {
    simple: true,
    description: 'The character as it is seen; an emoji may be of many UTF-16 units.',
  })
  character!: string

  @Field(() => String, {
    simple: true,
    nullable: true,
    description:
      'What to put in its place to keep to GSM-7: a straight quote for a curly one, `a` for `ą`, nothing for an invisible one. Null where nothing says the same, as for an emoji.',
  })
  replacement!: string | null
}

@ObjectType({
  description:
    'Size of a text as it would be sent (R24): after its coupons are put in and its links are made short.',
})
export class TextMeasure {
  @Field(() => TextEncodingEnum, { simple: true, description: 'GSM-7, unless a character is not in it.' })
  encoding!: TextEncoding

  @Field(() => Int, { simple: true, description: 'What the carrier charges for; 0 for an empty text.' })
  segments!: number

  @Field(() => Int, {
    simple: true,
    description: 'Units that still fit before another segment begins. An empty text has 160.',
  })
  remaining!: number

  @Field(() => Int, {
    simple: true,
    description:
      'Units used: in GSM-7 one a character and two for each of ^{}\\[]~|€, in UCS-2 the UTF-16 units. At most 1,600 or 737 can be sent (R20).',
  })
  length!: number

  @Field(() => String, {
    simple: true,
    description:
      'The text as it would be sent. What is made only when it is sent stands in its length: `xxxxxxxxx` for the end of a short link, `XXXX…` for a code that is not taken yet.',
  })
  text!: string

  @Field(() => [UnicodeCharacter], {
    simple: true,
    description: 'What forces UCS-2, in the order of the text, the first 737; empty if nothing does (B3).',
  })
  unicodeCharacters!: UnicodeCharacter[]

  @Field(() => [UserError], {
    simple: true,
    description:
      'Why it could not be sent as it is: TEXT_REQUIRED, TEXT_INVALID, TEXT_TOO_LONG, COUPON_NOT_FOUND, COUPON_MALFORMED, COUPON_EMPTY. Empty if it could.',
  })
  problems!: UserError[]
}
