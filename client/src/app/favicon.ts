const plain = '/icon.svg'

const withBadge =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#4f46e5"/>' +
      '<path d="M9 9.5h14a2.5 2.5 0 0 1 2.5 2.5v6.5A2.5 2.5 0 0 1 23 21h-7.200L11 25.200V21H9a2.500 2.500 0 0 1-2.500-2.500V12A2.500 2.500 0 0 1 9 9.500Z" fill="#fff"/>' +
      '<circle cx="24" cy="8" r="8" fill="#fff"/><circle cx="24" cy="8" r="6.500" fill="#e5484d"/></svg>',
  )

/** Marks the tab's icon while something is unread (R36). */
export const setFavicon = (unread: boolean): void => {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  const href = unread ? withBadge : plain
  if (link && link.getAttribute('href') !== href) link.href = href
}
