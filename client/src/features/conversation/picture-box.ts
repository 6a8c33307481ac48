/** The largest that one picture is shown, in CSS pixels. */
const most = { width: 288, height: 320 }
/** Several of a message stand side by side. */
const mostOfSeveral = { width: 140, height: 140 }
/** Where nobody knows how large a picture is. */
const unknown = { width: 240, height: 180 }

/** Something with a size in pixels; null where it is not known. */
export type Sized = { width?: number | null; height?: number | null }

/**
 * The room that a picture takes in the thread, in CSS pixels: known before it is loaded, so that nothing moves when
 * it is. Small ones are not blown up.
 */
export const pictureBox = (
  { width, height }: Sized,
  isOneOfSeveral: boolean,
): { width: number; height: number } => {
  if (isOneOfSeveral) return mostOfSeveral
  if (!width || !height) return unknown
  const scale = Math.min(1, most.width / width, most.height / height)
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}
