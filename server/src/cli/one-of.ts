import { InvalidArgumentError } from 'commander'

/** Reads one of these names, in any case, with `-` for `_` if one likes. */
export const oneOf =
  <T extends string>(names: readonly T[]) =>
  (text: string): T => {
    const wanted = text.trim().toUpperCase().replaceAll('-', '_')
    const name = names.find((one) => one === wanted)
    if (!name) throw new InvalidArgumentError(`It must be one of ${names.join(', ')}.`)
    return name
  }

/** Reads several of these names, separated by commas. */
export const someOf =
  <T extends string>(names: readonly T[]) =>
  (text: string): T[] =>
    text.split(',').map(oneOf(names))
