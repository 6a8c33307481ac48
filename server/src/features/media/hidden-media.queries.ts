import { readInAccount } from '../../platform/db/scoped-query.ts'
import { defineLoader } from '../../platform/graphql/loader.ts'
import type { HiddenMedia, HiddenMediaState } from './hidden-media.graphql.ts'
import { REACH_BACK_DAYS } from './inbound/claim-attachments.ts'

/** What is known of a message's attachments that do not show. */
export interface HiddenMediaOfMessage {
  messageRowId: string
  hidden: HiddenMedia[]
}

interface Row {
  messageRowId: string
  state: HiddenMediaState
  problem: string | null
}

export const OF_MESSAGES = {
  name: 'hidden_media_of_messages',
  text: `
    select a.message_id as "messageRowId", a.problem,
      case when a.state = 'GIVEN_UP' then a.state
        when s.show_inbound_media and a.due_at > now() - interval '${REACH_BACK_DAYS} days' then 'WAITING'
        else 'NOT_SHOWN' end as state
    from inbox_settings s join inbound_media a on a.account_id = s.account_id
    where s.account_id = $1 and a.message_id = any ($2::uuid[]) and a.state <> 'STORED'
    order by a.account_id, a.message_id, a.position`,
}

/** By message: what an attachment of a page of messages waits for takes one read. */
export const hiddenMediaByMessage = defineLoader<HiddenMediaOfMessage>(
  async (ctx, ids) => {
    const { accountId } = ctx.actor
    const rows = await readInAccount<Row>(ctx.db.pool, accountId, OF_MESSAGES, [accountId, ids])
    const byMessage = Map.groupBy(rows, ({ messageRowId }) => messageRowId)
    return [...byMessage].map(([messageRowId, found]) => ({ messageRowId, hidden: found.map(toHidden) }))
  },
  ({ messageRowId }) => messageRowId,
)

const toHidden = ({ state, problem }: Row): HiddenMedia => ({
  state,
  reason: state === 'GIVEN_UP' ? reasonOf(problem ?? '') : null,
})

const tooLarge = 'It is too large to be shown.'
const notTheCarriers = 'It is kept elsewhere than at the carrier, and was not fetched from there.'

const reasons: Record<string, string> = {
  MEDIA_TYPE_UNSUPPORTED: 'It is neither a picture nor video, audio or PDF.',
  MEDIA_INVALID: 'The file is broken.',
  MEDIA_TOO_MANY_PIXELS: tooLarge,
  MEDIA_UNFITTABLE: tooLarge,
  ANSWER_TOO_LARGE: tooLarge,
  ADDRESS_NOT_ALLOWED: notTheCarriers,
  HOST_NOT_PUBLIC: notTheCarriers,
  REDIRECT_INVALID: notTheCarriers,
  TOO_MANY_REDIRECTS: notTheCarriers,
}

const reasonOf = (problem: string): string => reasons[problem] ?? 'The carrier did not hand it over.'
