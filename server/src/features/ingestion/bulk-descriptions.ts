/** What the API says of the items of every bulk mutation (R41). */
export const ITEM_ERRORS =
  'What the caller can mend about this item, with its place in the path; empty if all went well.'
export const IN_ORDER = "One for each item, in the items' order."
