import { Command } from 'commander'
import { addAddSender } from './add-sender.ts'
import { addChangeRole } from './change-role.ts'
import { addConsent } from './consent/consent.ts'
import { addCreateAccount } from './create-account.ts'
import { addCreateApiKey } from './create-api-key.ts'
import { addCreateUser } from './create-user.ts'
import { addDoctor } from './doctor/doctor.ts'
import { addImportCodes } from './import-codes.ts'
import { addJournal } from './journal/journal.ts'
import { addListApiKeys } from './list-api-keys.ts'
import { addListUsers } from './list-users.ts'
import { addMigrate } from './migrate.ts'
import { addRemoveUser } from './remove-user.ts'
import { addRevokeApiKey } from './revoke-api-key.ts'
import { addSeed } from './seed.ts'
import { addSetPassword } from './set-password.ts'
import { addSetSenderPace } from './set-sender-pace.ts'

/** The operator's command line (R42, R43): every command, each in a file of its own. */
export const createProgram = (): Command => {
  const program = new Command('npm run parley --')
    .description("Parley's command line. It works beside a running server and without one.")
    .exitOverride()
  const commands = [
    addMigrate,
    addDoctor,
    addCreateAccount,
    addAddSender,
    addSetSenderPace,
    addCreateUser,
    addListUsers,
    addChangeRole,
    addSetPassword,
    addRemoveUser,
    addCreateApiKey,
    addListApiKeys,
    addRevokeApiKey,
    addConsent,
    addImportCodes,
    addJournal,
    addSeed,
  ]
  for (const add of commands) add(program)
  return program
}
