import { graphql } from '../../graphql/generated/gql.ts'

/** Who is signed in, what they may do, and the account they do it in. */
export const ViewerQuery = graphql(`
  query Viewer {
    viewer {
      role
      canUseInbox
      user {
        id
        name
        email
      }
    }
  }
`)

/** What the inbox needs to know of its account. */
export const AccountQuery = graphql(`
  query Account {
    account {
      id
      name
      senders {
        id
        address
        canReceive
      }
    }
  }
`)
