import { Field, InputType, Int, ObjectType } from 'type-graphql'
import { apiEnum } from '../../platform/graphql/enum.ts'
import { Node } from '../../platform/graphql/node.ts'
import { UserError } from '../../platform/graphql/user-error.graphql.ts'
import type { CouponType } from './coupon.ts'

export const CouponTypeEnum = apiEnum<CouponType>('CouponType', 'What a coupon gives people (R23).', {
  STATIC: 'Everybody the same code.',
  UNIQUE: 'Everybody a code of their own, out of a pool.',
})

@ObjectType({
  implements: Node,
  description:
    "A coupon. It stands in a text as `{% coupon_code 'NAME' %}`, and its code takes that place when the text is sent (R23).",
})
export class Coupon extends Node {
  @Field(() => String, { simple: true, description: 'What it is called in texts.' })
  name!: string

  @Field(() => CouponTypeEnum, { simple: true, description: 'What it gives people.' })
  type!: CouponType

  @Field(() => String, {
    simple: true,
    nullable: true,
    description: 'The code of a static one; null for a unique one.',
  })
  code!: string | null

  @Field(() => Int, {
    simple: true,
    nullable: true,
    description: 'Codes left in the pool of a unique one; null for a static one.',
  })
  available!: number | null
}

export interface CouponRow extends Coupon {
  rowId: string
}

@InputType({ description: 'A coupon to make or to change.' })
export class CouponInput {
  @Field(() => String, {
    description:
      'Its name, by which it is found again: 1 to 64 characters, upper and lower case apart, without quotes, braces and %.',
  })
  name!: string

  @Field(() => CouponTypeEnum, { description: 'What it gives people. It stays what it was made as.' })
  type!: CouponType

  @Field(() => String, {
    nullable: true,
    description: 'The code of a static one: 1 to 64 characters of ASCII, no spaces, no backtick.',
  })
  code!: string | null | undefined

  @Field(() => [String], {
    nullable: true,
    description:
      'Codes to add to the pool of a unique one, of the same characters, at most 100,000 in a call. Those in the pool already are left as they are, taken or not.',
  })
  codes!: string[] | null | undefined
}

@ObjectType({ description: 'What became of a coupon.' })
export class CouponPayload {
  @Field(() => Coupon, { simple: true, nullable: true, description: 'The coupon; null if it was refused.' })
  coupon!: Coupon | null

  @Field(() => Int, { simple: true, description: 'Codes that are new in the pool.' })
  addedCodes!: number

  @Field(() => Int, {
    simple: true,
    description: 'Codes left out, being in the pool already or twice in this call.',
  })
  duplicateCodes!: number

  @Field(() => [UserError], { simple: true, description: 'What has to be mended; empty if all went well.' })
  userErrors!: UserError[]
}
