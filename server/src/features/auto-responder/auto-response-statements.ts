import type { Statement } from '../../platform/db/batch-transaction.ts'
import type { AutoResponses } from './auto-responder-rules.ts'

const WRITE = `
  insert into auto_responses (account_id, profile_id, last_at, day_started_at, day_count)
  select entered_account(), n.profile_id, n."lastAt", n."dayStartedAt", n."dayCount"
  from json_to_recordset($1::json) as n(profile_id uuid, "lastAt" timestamptz, "dayStartedAt" timestamptz, "dayCount" int)
  on conflict (account_id, profile_id) do update set last_at = excluded.last_at, day_started_at = excluded.day_started_at,
    day_count = excluded.day_count`

/** The statements that keep what the loop guard goes by (R33); none for nobody. */
export const autoResponseStatements = (
  people: { profileId: string; autoResponses: AutoResponses }[],
): Statement[] =>
  people.length === 0
    ? []
    : [
        {
          name: 'auto_responses',
          text: WRITE,
          values: [
            JSON.stringify(
              people.map(({ profileId, autoResponses }) => ({ profile_id: profileId, ...autoResponses })),
            ),
          ],
        },
      ]
