/**
 * What machines say of themselves, in the languages that customers mostly write. Each needs wording that a person who
 * asks something would hardly use.
 */
const phrases = [
  /\bauto(?:matic(?:ally)?|mated)?[ -]?(?:re(?:ply|sponse|sponder|sponded)|message|text|generated|answer)\b/,
  /\bthis (?:is an? )?(?:automated|automatic)\b/,
  /\bout of (?:the )?office\b/,
  /\b(?:do not|don't|please don't) reply to this\b/,
  /\b(?:inbox|number|mailbox|line) is (?:not|un) ?monitored\b/,
  /\bunmonitored (?:inbox|number|mailbox|line)\b/,
  /\bi(?:'m| am) driving\b/,
  /\brespuesta automática\b/,
  /\bréponse automatique\b/,
  /\bautomatische (?:antwort|nachricht)\b/,
  /\bresposta automática\b/,
  /\brisposta automatica\b/,
]

/** Whether a text reads as a machine's own answer. Wrong now and then, at the cost of one answer less. */
export const looksAutomatic = (text: string): boolean => {
  const plain = text.toLowerCase().replaceAll('’', "'")
  return phrases.some((phrase) => phrase.test(plain))
}
