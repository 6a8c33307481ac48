/** E.164 as people of its country read it. Only +1 has one fixed shape; other numbers stay as they are. */
export const formatPhone = (e164: string): string => {
  const northAmerican = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164)
  return northAmerican ? `(${northAmerican[1]}) ${northAmerican[2]}-${northAmerican[3]}` : e164
}

/** What to call a person: the name, else the formatted number. */
export const displayName = (profile: { name?: string | null; phoneNumber: string }): string =>
  profile.name?.trim() || formatPhone(profile.phoneNumber)
