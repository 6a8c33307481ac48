const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** Regions that are no countries, in what ICU knows by two letters. */
const none = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ'])
const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** ISO 3166-1 codes by themselves and by their English names, in capitals. Made when first asked for. */
let known: Map<string, string> | undefined

const makeKnown = (): Map<string, string> => {
  const codes = new Map<string, string>()
  for (const code of alphabet.flatMap((first) => alphabet.map((second) => first + second))) {
    const name = none.has(code) ? undefined : names.of(code)
    if (name === undefined) continue
    // Codes of old (UK, FX) stand for those of today.
    const canonical = new Intl.Locale(`und-${code}`).region ?? code
    codes.set(code, canonical)
    codes.set(name.toUpperCase(), canonical)
  }
  return codes.set('USA', 'US')
}

/** Reads a country, by its ISO 3166-1 code or its English name, in any case: `US`, `Germany`. Null for what is none. */
export const parseCountry = (text: string): string | null => {
  known ??= makeKnown()
  return known.get(text.trim().toUpperCase()) ?? null
}
