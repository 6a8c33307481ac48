/** The raw value of a cookie in a `Cookie` header, or undefined. On the way of every request: no parsing of the rest. */
export const readCookie = (header: string, name: string): string | undefined => {
  const wanted = `${name}=`
  let start = header.indexOf(wanted)
  // A name that merely ends with ours (`__Secure-parley…`) is another cookie.
  while (start > 0 && header[start - 1] !== ' ' && header[start - 1] !== ';') {
    start = header.indexOf(wanted, start + 1)
  }
  if (start < 0) return undefined
  const end = header.indexOf(';', start)
  return header.slice(start + wanted.length, end < 0 ? undefined : end).trim() || undefined
}
