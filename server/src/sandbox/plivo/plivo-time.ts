/** A time as Plivo writes it in callbacks: `YYYY-mm-dd HH:MM:SS.SSSSSS`, UTC. */
export const plivoTime = (time: Date): string => `${time.toISOString().slice(0, -1).replace('T', ' ')}000`

const written = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?))?(?:Z|\+00:00)?$/

/** Reads a time of a list filter, to the minute or finer, UTC; null if it is none. */
export function parsePlivoTime(text: string): Date | null {
  const match = written.exec(text.trim())
  if (match === null) return null
  const time = new Date(`${match[1]}T${match[2] ?? '00:00'}Z`)
  return Number.isNaN(time.getTime()) ? null : time
}
