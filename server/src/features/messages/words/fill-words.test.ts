import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type BuiltAccount,
  buildAccount,
  buildConversation,
  buildMessage,
  contextOf,
  openWorld,
  silent,
  textFrom,
  type World,
} from '../../../test/build.ts'
import { blockProfile } from '../../blocking/actions/block-profile.ts'
import { unblockProfile } from '../../blocking/actions/unblock-profile.ts'
import { receiveTexts } from '../actions/receive-texts.ts'
import { fillWords } from './fill-words.ts'

const world: World = await openWorld(4)
const ada = '+14155550142'
let account: BuiltAccount
let profileId: string
beforeEach(async () => {
  account = await buildAccount(world.owner)
  ;({ profileId } = await buildConversation(world.owner, account, {}, { phone_number: ada }))
})
afterAll(() => world.close())

const receive = (...texts: string[]) =>
  receiveTexts(
    world.db,
    account.accountId,
    texts.map((text) => textFrom(account, ada, text)),
    () => [],
  )
const fill = (db = world.db) => fillWords(db, silent)
/** The words of each message of the person, in the order of the thread. */
const words = async (): Promise<string[]> =>
  (
    await world.owner.query(
      `select array_to_string(tsvector_to_array(words), ' ') as words from message_words where account_id = $1 order by seq`,
      [account.accountId],
    )
  ).rows.map((row) => row.words)
const progress = async () =>
  (
    await world.owner.query(
      `select p.seq = h.seq as "isCurrent", p.backfill_after from message_words_progress p join account_heads h using (account_id)
       where account_id = $1`,
      [account.accountId],
    )
  ).rows[0]

describe('B9: words of messages', () => {
  test('are there for search after a sweep: those of new texts, by the log, and of those that were there before', async () => {
    await buildMessage(world.owner, account, profileId, { text: 'From before' })
    await fill()
    expect(await words()).toEqual(['before from'])
    await receive('Where is my ORDER?', 'Café, naïve: "déjà vu"!', 'ﬁne Ｗｉｄｅ 10% 退款 x', '🎉')
    await fill()
    expect((await words()).slice(1)).toEqual([
      'is my order where',
      'cafe deja naive vu',
      '10 fine wide x 款 退',
      '',
    ])
    expect(await progress()).toEqual({ isCurrent: true, backfill_after: null })
  })

  test('are there once under two workers, and after a worker died in between', async () => {
    await fill()
    const other = world.openAnother(4)
    for (let round = 0; round < 5; round++) {
      await receive(`one ${round}`, `two ${round}`)
      await Promise.all([fill(), fill(other), receive(`three ${round}`)])
    }
    // As if it had written them and not what it had done: the same again changes nothing.
    await world.owner.query('update message_words_progress set seq = 0 where account_id = $1', [
      account.accountId,
    ])
    await fill()
    expect(await words()).toHaveLength(15)
  })

  test('of texts that a trimmed log no longer tells of are taken up all the same', async () => {
    await fill()
    await receive('Lost and found')
    await world.owner.query('delete from change_log where account_id = $1', [account.accountId])
    await world.owner.query('update account_heads set log_floor = seq where account_id = $1', [
      account.accountId,
    ])
    await fill()
    expect(await words()).toEqual(['and found lost'])
  })

  test('of more people than one batch takes', async () => {
    await world.owner.query(
      `with people as (
         insert into profiles (id, account_id, phone_number)
         select gen_random_uuid(), $1, '+1415' || (2000000 + n) from generate_series(1, 450) n returning id)
       insert into messages (id, account_id, profile_id, seq, direction, kind, text, encoding, segments, status)
       select gen_random_uuid(), $1, id, 1, 'INBOUND', 'CUSTOMER', 'Hello', 'GSM7', 1, 'RECEIVED' from people`,
      [account.accountId],
    )
    await fill()
    expect(await words()).toHaveLength(450)
    expect(await progress()).toMatchObject({ backfill_after: null })
  })

  test('of a scheduled text are those of its last edit', async () => {
    await fill()
    const id = await buildMessage(world.owner, account, profileId, { text: 'First draft' })
    const seq = async (kind: string) =>
      world.owner.query(
        `with moved as (update account_heads set seq = seq + 1 where account_id = $1 returning seq)
         insert into change_log (account_id, seq, kind, message_id) select $1, seq, $2, $3 from moved`,
        [account.accountId, kind, id],
      )
    await world.owner.query(
      `update account_heads set seq = (select coalesce(max(seq), 0) from message_words_progress where account_id = $1) where account_id = $1`,
      [account.accountId],
    )
    await seq('MESSAGE_CREATED')
    await fill()
    expect(await words()).toEqual(['draft first'])
    await world.owner.query(`update messages set text = 'Second', scheduled_at = now() where id = $1`, [id])
    await seq('MESSAGE_CHANGED')
    await fill()
    expect(await words()).toEqual(['second'])
  })

  test('B8: of what a blocked person texts are kept from view until they are unblocked', async () => {
    await fill()
    const ctx = contextOf(world.db, account.accountId)
    await blockProfile(ctx, profileId)
    await receive('Let me in')
    await fill()
    expect(await words()).toEqual([])
    await unblockProfile(ctx, profileId)
    await fill()
    expect(await words()).toEqual(['in let me'])
  })
})
