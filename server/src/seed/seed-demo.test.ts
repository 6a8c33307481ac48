import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LoginError, type NewLogin } from '../platform/auth/logins.ts'
import { parsePhoneNumber } from '../platform/phone.ts'
import { createTestDatabase, type TestDatabase } from '../test/database.ts'
import { type SeedOptions, seedDemo } from './seed-demo.ts'

let database: TestDatabase
let client: pg.Client
const now = new Date('2026-11-23T15:00:00Z')
const made: NewLogin[] = []
/** Stands for better-auth's tables, which have tests of their own; it refuses a second login as they do. */
const logins: SeedOptions['logins'] = {
  createLogin: async (login) => {
    if (made.some(({ email }) => email === login.email)) throw new LoginError('LOGIN_EXISTS', 'exists')
    made.push(login)
    return `login-of-${login.email}`
  },
  findLogin: async (email) => `login-of-${email}`,
}
const seed = () => seedDemo({ databaseUrl: database.url, logins, password: 'parley-demo', now })

const rows = async <R extends pg.QueryResultRow>(text: string): Promise<R[]> =>
  (await client.query<R>(text)).rows
const count = async (condition: string): Promise<number> => {
  const [row] = await rows<{ count: string }>(`select count(*) from ${condition}`)
  return Number(row?.count)
}

beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.url, options: '-c search_path=parley' })
  await client.connect()
  made.push({ email: 'admin@parley.test', password: 'parley-demo', name: 'left by a start that was killed' })
  await Promise.all([seed(), seed()])
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

describe('the demo accounts', () => {
  test('R23: have coupons to give away', async () => {
    expect(
      await rows(
        'select name, type, count(*)::int as accounts, min(available) as available from coupons group by 1, 2 order by 1',
      ),
    ).toEqual([
      { name: 'Autumn 20', type: 'STATIC', accounts: 2, available: 0 },
      { name: 'Early bird', type: 'STATIC', accounts: 2, available: 0 },
      { name: 'Regulars 15', type: 'UNIQUE', accounts: 2, available: 400 },
    ])
    expect(await count('coupon_codes')).toBe(800)
  })

  test('R34: have campaigns and flows that orders are credited to, whose sums are those of the orders', async () => {
    expect(await count('order_credits')).toBeGreaterThan(10)
    expect(
      await rows(`select c.order_id from order_credits c join orders o on o.id = c.order_id
        where o.account_id <> c.account_id or c.amount <> case when o.canceled_at is null then o.total - o.refunded else 0 end`),
    ).toEqual([])
    expect(
      await rows(`select source_id, currency, sum(amount) from order_credits group by 1, 2 having sum(amount) <> 0
        except select source_id, currency, amount from source_revenue`),
    ).toEqual([])
  })

  test('R42: two starts at once make them once, with their users, senders and defaults', async () => {
    expect(await rows('select organization_prefix, time_zone from accounts order by 1')).toEqual([
      { organization_prefix: 'Acme Outfitters', time_zone: 'America/New_York' },
      { organization_prefix: 'Borealis Tea', time_zone: 'America/New_York' },
    ])
    expect(await rows('select email, role from users order by created_at, email')).toEqual([
      { email: 'admin@parley.test', role: 'ADMIN' },
      { email: 'analyst@parley.test', role: 'ANALYST' },
      { email: 'manager@parley.test', role: 'MANAGER' },
      { email: 'owner@borealis.test', role: 'OWNER' },
      { email: 'owner@parley.test', role: 'OWNER' },
      { email: 'support@parley.test', role: 'SUPPORT' },
    ])
    expect(await rows('select address, type from senders order by 1')).toEqual([
      { address: '+15550001000', type: 'LONG_CODE' },
      { address: '+15550002000', type: 'LONG_CODE' },
      { address: '+18885550100', type: 'TOLL_FREE' },
    ])
    expect(made.every(({ password }) => password === 'parley-demo')).toBe(true)
    const before = await count('messages')
    await seed()
    expect(await count('messages')).toBe(before)
  })

  test('phone numbers are E.164 and nobody’s', async () => {
    const people = await rows<{ phone_number: string }>('select phone_number from profiles')
    expect(people.length).toBeGreaterThan(300)
    for (const { phone_number } of people) {
      expect(parsePhoneNumber(phone_number)).toBe(phone_number)
      expect(phone_number).toMatch(/^(\+1\d{3}55501\d{2}|\+447700900\d{3})$/)
    }
  })

  test('no text is blank or has a variable left in it', async () => {
    expect(await count(`messages where text ~ '[{}]' or text = '' or text ~ '  '`)).toBe(0)
  })
})

describe('the order of texts', () => {
  test('R12: sequences are dense, follow time, and end at the account’s head', async () => {
    expect(
      await count(`(select seq, row_number() over (partition by account_id order by created_at, seq) as place from messages) m
        where seq <> place`),
    ).toBe(0)
    expect(
      await count(
        `account_heads h where seq <> log_floor or seq <> (select max(seq) from messages m where m.account_id = h.account_id)`,
      ),
    ).toBe(0)
    expect(
      await count(
        `messages where created_at > '${now.toISOString()}' or delivered_at > '${now.toISOString()}'`,
      ),
    ).toBe(0)
  })

  test('R14: a conversation’s activity is its last text that is no keyword', async () => {
    expect(
      await count(`conversations c where (activity_seq, last_message_id, last_message_at) is distinct from (
        select (m.seq, m.id, m.created_at) from messages m where m.profile_id = c.profile_id and kind <> 'COMPLIANCE'
          and attribution_reason is distinct from 'KEYWORD' order by seq desc limit 1)`),
    ).toBe(0)
  })

  test('R36: the inbox has open, unread, snoozed and closed conversations, and counters that agree', async () => {
    const [acme] = await rows<Record<string, number>>(
      `select open_read, open_unread, snoozed_read, closed_read, closed_unread + snoozed_unread as odd
       from account_heads h join accounts a on a.id = h.account_id where name = 'Acme Outfitters'`,
    )
    expect(acme).toEqual({ open_read: 48, open_unread: 12, snoozed_read: 8, closed_read: 182, odd: 0 })
    expect(
      await count(`conversations where status = 'SNOOZED' and snoozed_until <= '${now.toISOString()}'`),
    ).toBe(0)
    expect(
      await count(
        `conversations c join messages m on m.id = c.last_message_id where is_unread and direction = 'OUTBOUND'`,
      ),
    ).toBe(0)
  })
})

describe('consent', () => {
  test('R18: the ledger leads to everybody’s consent', async () => {
    expect(
      await count(`profiles p where (consent, consent_since) is distinct from coalesce((
        select (to_state, at) from consent_changes c where c.profile_id = p.id order by at desc limit 1), ('NEVER_SUBSCRIBED'::text, null::timestamptz))`),
    ).toBe(0)
    expect(
      await count(`(select from_state, coalesce(lag(to_state) over (partition by profile_id order by at), 'NEVER_SUBSCRIBED') as was
        from consent_changes) c where from_state <> was`),
    ).toBe(0)
  })

  test('R6: replies, campaigns and flows went only to people who were subscribed then', async () => {
    expect(
      await count(`messages m where kind in ('REPLY', 'CAMPAIGN', 'FLOW') and 'SUBSCRIBED' is distinct from (
        select to_state from consent_changes c where c.profile_id = m.profile_id and c.at <= m.created_at order by at desc limit 1)`),
    ).toBe(0)
  })

  test('R38: what is attributed answers the last text received, within the window', async () => {
    expect(
      await count(`messages m where attribution_reason = 'ATTRIBUTED' and attribution_source_id is distinct from (
        select source_id from messages o where o.profile_id = m.profile_id and o.kind in ('CAMPAIGN', 'FLOW', 'REPLY')
          and o.status in ('SENT', 'DELIVERED') and o.seq < m.seq and o.sent_at >= m.created_at - interval '24 hours'
        order by seq desc limit 1)`),
    ).toBe(0)
    expect(await count(`messages where (direction = 'INBOUND') <> (attribution_reason is not null)`)).toBe(0)
    expect(await count(`messages where attribution_reason = 'ATTRIBUTED'`)).toBeGreaterThan(50)
  })
})

describe('figures', () => {
  test('R34, R38: of campaigns and flows are what a recount gives', async () => {
    expect(
      await count(`message_sources s where (sent_count, response_count, click_count) <> (
        (select count(*) from messages m where m.source_id = s.id and sent_at is not null),
        (select count(*) from messages m where m.attribution_source_id = s.id),
        (select count(distinct e.profile_id) from events e join metrics k on k.id = e.metric_id join messages m on m.id = e.message_id
          where k.name = 'Clicked SMS' and m.source_id = s.id))`),
    ).toBe(0)
    expect(
      await rows('select source_id, count(*)::int as n from source_clickers group by 1 order by 1'),
    ).toEqual(
      await rows(
        'select id as source_id, click_count as n from message_sources where click_count > 0 order by 1',
      ),
    )
  })

  test('R38: what people received last is what a recount gives', async () => {
    expect(
      await rows('select profile_id, message_id, source_id, at, is_answered from last_received order by 1'),
    ).toEqual(
      await rows(`
        select distinct on (profile_id) profile_id, id as message_id, source_id, sent_at as at,
          exists (select from messages i where i.profile_id = m.profile_id and i.direction = 'INBOUND' and i.seq > m.seq
            and i.attribution_reason <> 'KEYWORD') as is_answered
        from messages m where kind in ('CAMPAIGN', 'FLOW', 'REPLY') and status in ('SENT', 'DELIVERED')
        order by profile_id, seq desc`),
    )
  })
})

describe('activity and orders', () => {
  test('R32: an order’s money adds up', async () => {
    expect(
      await count(`orders where total <> subtotal - discounts + shipping + tax or refunded > total`),
    ).toBe(0)
    expect(
      await count(
        `orders o where subtotal <> (select sum((line #>> '{total,amount}')::numeric) from jsonb_array_elements(line_items) line)`,
      ),
    ).toBe(0)
  })

  test('R31: receipts, clicks and failures point at their message', async () => {
    const metrics = await rows<{ name: string }>('select distinct name from metrics')
    expect(metrics.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'Viewed Product',
        'Placed Order',
        'Received SMS',
        'Clicked SMS',
        'Started Checkout',
      ]),
    )
    expect(
      await count(`events e join metrics m on m.id = e.metric_id where name in ('Received SMS', 'Clicked SMS', 'Failed to Deliver SMS')
        and not exists (select from messages t where t.id = e.message_id and t.profile_id = e.profile_id)`),
    ).toBe(0)
  })
})
