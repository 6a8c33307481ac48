import { toStorableText } from '../../../platform/storable-text.ts'
import type { FormPair } from './form-pairs.ts'

/** What is wrong with a webhook, fit for logs and for the 400's body: a field's name, and never its value. */
export interface FieldProblem {
  field: string
  problem: string
}

export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: FieldProblem[] }

/** The first value of each key. Written by hand, not with zod: it stands on the webhook's hot path. */
export function firstValues(params: readonly FormPair[]): Map<string, string> {
  const values = new Map<string, string>()
  for (const [key, value] of params) if (!values.has(key)) values.set(key, value)
  return values
}

/** Plivo's id of a message, which names it in every later call; a UUID, though nothing promises so. */
export function readMessageId(values: Map<string, string>, problems: FieldProblem[]): string {
  const id = values.get('MessageUUID') ?? ''
  if (id === '') problems.push({ field: 'MessageUUID', problem: 'is missing' })
  else if (!/^[\x21-\x7e]{1,128}$/.test(id)) problems.push({ field: 'MessageUUID', problem: 'is not an id' })
  return id
}

/** A count that Plivo gives for information: unreadable is as good as absent. */
export function readCount(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined
}

/** Plivo says "no error" as `000`, `0`, `null`, an empty value or none at all. Other codes stay verbatim. */
export function readErrorCode(value: string | undefined): string | undefined {
  const code = value?.trim() ?? ''
  return code === '' || /^(0+|null|none)$/i.test(code) ? undefined : toStorableText(code.slice(0, 32))
}

/** `YYYY-mm-dd HH:MM:SS.SSSSSS`, taken as UTC unless it carries an offset; unreadable is as good as absent. */
export function readTime(value: string | undefined): Date | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:?\d\d)?$/.exec(
    value?.trim() ?? '',
  )
  if (parts === null) return undefined
  const time = new Date(`${parts[1]}T${parts[2]}${parts[3] ?? 'Z'}`)
  return Number.isNaN(time.getTime()) ? undefined : time
}
