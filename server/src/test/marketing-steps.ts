import * as fc from 'fast-check'

const person = fc.nat({ max: 2 })
const source = fc.nat({ max: 2 })
/** Something that happens between an account with three sources and three people of it, in random histories. */
export const marketingStep = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      person,
      source: fc.nat({ max: 3 }),
      outcome: fc.nat({ max: 9 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('text' as const),
      person,
      text: fc.constantFrom('Hi', 'Hi', 'HELP'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('report' as const),
      /** Of the time when the message was handed over, rather than of now. */
      isLate: fc.boolean(),
      message: fc.nat(),
      status: fc.constantFrom(
        'SENT' as const,
        'DELIVERED' as const,
        'UNDELIVERED' as const,
        'FAILED' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('retry' as const), message: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('click' as const),
      clicks: fc.array(fc.tuple(source, person), { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('order' as const),
      source,
      currency: fc.constantFrom('USD', 'JPY'),
      cents: fc.integer({ min: -5_000, max: 9_000 }),
    }),
  },
)
export type MarketingStep = typeof marketingStep extends fc.Arbitrary<infer T> ? T : never
