import type { Env } from '../env.ts'

/** One line for each step that a person waits for. */
export const progress = (step: string): void => {
  process.stdout.write(`  ${step} …\n`)
}

/** Where to go, and how to sign in. */
export const greet = (env: Env): void => {
  const lines = ['', `  Parley is ready: ${env.publicUrl}`]
  if (env.demo)
    lines.push(
      `  Sign in:         owner@parley.test (or admin@, manager@, support@), password ${shownPassword(env)}`,
    )
  if (env.carrier === 'sandbox') lines.push(`  Phones:          ${env.publicUrl}/sandbox`)
  process.stdout.write(`${lines.join('\n')}\n\n`)
}

/** A password of one's own is not printed. */
const shownPassword = ({ demoPassword }: Env): string =>
  demoPassword === 'parley-demo' ? demoPassword : '(DEMO_PASSWORD)'
