import type { Command } from 'commander'
import { addConsentExport } from './export.ts'

/** `consent`: what is kept of people's consent (R18). */
export const addConsent = (program: Command): void => {
  addConsentExport(program.command('consent').description("the ledger of people's consent"))
}
