import Smartphone from 'lucide-react/icons/smartphone'
import X from 'lucide-react/icons/x'
import type { ReactNode } from 'react'
import { Avatar } from '../../components/avatar.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { useNow } from '../../components/use-now.ts'
import { useStore } from '../../components/use-store.ts'
import { graphql } from '../../graphql/generated/gql.ts'
import type { ProfileCardFragment } from '../../graphql/generated/graphql.ts'
import { type FragmentType, unmask } from '../../graphql/generated/index.ts'
import { displayName, formatPhone } from '../../lib/phone.ts'
import { hasSandbox } from '../../lib/sandbox.ts'
import { strings } from '../../lib/strings.ts'
import { dateOnly, fullTime, localTime } from '../../lib/time.ts'

/** Who the person is (R30). */
export const ProfileCardFragmentDoc = graphql(`
  fragment ProfileCard on Profile {
    id
    name
    phoneNumber
    email
    timeZone
    isBlocked
    blockedAt
    createdAt
    location {
      city
      region
      country
    }
    consent {
      state
      since
    }
  }
`)

const words = strings.profile

const consentLooks = {
  SUBSCRIBED: 'bg-ok-soft text-ok',
  UNSUBSCRIBED: 'bg-danger-soft text-danger',
  NEVER_SUBSCRIBED: 'bg-hover text-muted',
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="py-2">
    <dt className="text-xs text-faint">{label}</dt>
    <dd className="[overflow-wrap:anywhere]">{children}</dd>
  </div>
)

const Consent = ({ consent }: { consent: ProfileCardFragment['consent'] }) => (
  <>
    <span className={`rounded-md px-2 py-0.5 text-xs font-medium ${consentLooks[consent.state]}`}>
      {words.consent[consent.state]}
    </span>
    {consent.since && (
      <time dateTime={consent.since} title={fullTime(consent.since)} className="ml-2 text-xs text-muted">
        {words.since(dateOnly(consent.since))}
      </time>
    )}
  </>
)

/** In the sandbox, the person's own phone is one click away. */
const SandboxPhone = ({ profile }: { profile: ProfileCardFragment }) => {
  if (!useStore(hasSandbox)) return null
  const phone = new URLSearchParams({ phone: profile.phoneNumber, name: profile.name ?? '' })
  return (
    <a
      href={`/sandbox?${phone}`}
      target="parley-sandbox"
      className="mt-1 flex items-center gap-1.5 text-xs font-medium text-accent-text hover:underline"
    >
      <Smartphone aria-hidden className="size-3.5" />
      {words.sandboxPhone}
    </a>
  )
}

const place = (location: ProfileCardFragment['location']): string | null =>
  location ? [location.city, location.region, location.country].filter(Boolean).join(', ') || null : null

type ProfilePanelProps = { profile: FragmentType<typeof ProfileCardFragmentDoc>; onClose: () => void }

/** The card beside the thread: name, number, consent and since when, where they are and what time it is there. */
export const ProfilePanel = ({ profile: masked, onClose }: ProfilePanelProps) => {
  const profile = unmask(ProfileCardFragmentDoc, masked)
  const now = useNow()
  return (
    <aside aria-label={words.label} className="scroller h-full bg-surface">
      <div className="flex h-14 items-center justify-end px-3">
        <IconButton label={words.close} onClick={onClose}>
          <X className="size-4.5" />
        </IconButton>
      </div>
      <div className="px-5 pb-6">
        <div className="flex flex-col items-center text-center">
          <Avatar id={profile.id} name={profile.name ?? ''} size="lg" />
          <h2 className="mt-3 text-base font-semibold [overflow-wrap:anywhere]">{displayName(profile)}</h2>
          {profile.isBlocked && (
            <span className="mt-1 rounded-md bg-danger-soft px-2 py-0.5 text-xs font-medium text-danger">
              {words.blocked} {profile.blockedAt && words.since(dateOnly(profile.blockedAt))}
            </span>
          )}
        </div>
        <dl className="mt-4 divide-y divide-line">
          <Fact label={words.smsConsent}>
            <Consent consent={profile.consent} />
          </Fact>
          <Fact label={words.phone}>
            <span className="select-all">{formatPhone(profile.phoneNumber)}</span>
            <SandboxPhone profile={profile} />
          </Fact>
          {profile.email && (
            <Fact label={words.email}>
              <a href={`mailto:${profile.email}`} className="text-accent-text hover:underline">
                {profile.email}
              </a>
            </Fact>
          )}
          <Fact label={words.location}>{place(profile.location) ?? words.unknown}</Fact>
          <Fact label={words.localTime}>
            {(profile.timeZone && localTime(profile.timeZone, now)) || words.unknown}
          </Fact>
          <Fact label={words.customerSince}>{dateOnly(profile.createdAt)}</Fact>
        </dl>
      </div>
    </aside>
  )
}
