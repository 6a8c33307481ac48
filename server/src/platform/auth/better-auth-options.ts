import type { BetterAuthOptions } from 'better-auth'

/** PostgreSQL schema of better-auth's tables and of the sign-in limits. */
export const authSchema = 'parley_auth'

/** Path under which better-auth's routes are (contract/running.md). */
export const authPath = '/auth'

/** Header in which `authRoutes` hands the client's address on; what a client sends under this name never gets there. */
export const clientAddressHeader = 'x-parley-client-address'

const DAY = 24 * 60 * 60

/** What decides better-auth's tables and behaviour; the same for migrations and for running. */
export const betterAuthOptions = {
  basePath: authPath,
  emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8, maxPasswordLength: 128 },
  session: { expiresIn: 30 * DAY, updateAge: DAY },
  // Its limiter counts right passwords too and knows addresses only: an office behind one address would lock
  // itself out. Ours is sign-in-limit.ts.
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  advanced: {
    cookiePrefix: 'parley',
    // Said outright, since NODE_ENV=test would turn both checks off.
    disableCSRFCheck: false,
    disableOriginCheck: false,
    ipAddress: { ipAddressHeaders: [clientAddressHeader] },
  },
} satisfies BetterAuthOptions
