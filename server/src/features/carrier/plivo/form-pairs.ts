/** One decoded parameter of a form body or a query string. */
export type FormPair = readonly [key: string, value: string]

/**
 * Decodes `application/x-www-form-urlencoded` text (a POST body, or a query string without its `?`) into
 * pairs, in order and with repeats kept. Bytes that are no UTF-8 become U+FFFD and a broken `%` stands for
 * itself, so it never throws; the journal keeps the raw call, from which they can be had back.
 */
export function formPairs(encoded: string): FormPair[] {
  return [...new URLSearchParams(encoded)]
}
