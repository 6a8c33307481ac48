/** Bytes of an upload at most: the largest photos of phones, before they are made to fit. */
export const LARGEST_UPLOAD = 25_000_000

/**
 * Bytes of a picture as it is sent. Carriers take about 600 KB; ten of these are the 5 MB that Plivo takes in one
 * message, so that no choice of pictures is too much (R20).
 */
export const LARGEST_SENT = 500_000

/** Bytes of an attachment that comes in, as Plivo limits a whole message. */
export const LARGEST_FETCHED = 5_000_000

/** Bytes of a picture that came in, as agents see it. */
export const LARGEST_SHOWN = 2_000_000
