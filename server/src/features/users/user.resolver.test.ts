import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Context } from '../../platform/context.ts'
import { newId, toGlobalId } from '../../platform/ids.ts'
import { type AccessRig, openAccessRig } from '../../test/access-rig.ts'
import { CHANGES, closeCode, hears } from '../../test/live-client.ts'

type Person = Awaited<ReturnType<AccessRig['user']>>

let rig: AccessRig
let ctx: Context
let owner: Person
beforeAll(async () => {
  rig = await openAccessRig()
})
beforeEach(async () => {
  ctx = await rig.bench.newAccount()
  owner = await rig.user(ctx, 'OWNER')
})
afterAll(() => rig.close())

const CREATE = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { id name email role } password userErrors { code field } }
}`
const ROLE = `mutation ($id: ID!, $role: Role!) {
  updateUserRole(id: $id, role: $role) { user { id role } userErrors { code field } }
}`
const REMOVE = `mutation ($id: ID!) { removeUser(id: $id) { user { id name } userErrors { code field } } }`
const LIST = `query ($first: Int, $after: String) {
  users(first: $first, after: $after) { nodes { id role } pageInfo { hasNextPage endCursor } }
}`

let count = 0
const person = () => ({ email: `new${++count}@users.test`, name: 'Ava Stone', role: 'SUPPORT' })
const idOf = ({ userId }: Person): string => toGlobalId('User', userId)
const roles = async (): Promise<Record<string, string>> => {
  const { data } = await rig.ask(owner.headers, LIST)
  const listed = data?.users as { nodes: { id: string; role: string }[] }
  return Object.fromEntries(listed.nodes.map(({ id, role }) => [id, role]))
}

describe('R2: Owner and Admin manage users', () => {
  test('one is made with a password that is shown once, and signs in with it', async () => {
    const input = person()
    const { data } = await rig.ask(owner.headers, CREATE, { input })
    const made = data?.createUser as { user: { id: string }; password: string }
    expect(made).toMatchObject({ user: input, password: expect.stringMatching(/^\S{16}$/), userErrors: [] })
    const cookie = await rig.signIn(input.email, made.password)
    expect((await rig.ask({ cookie }, '{ viewer { user { id } role } }')).data).toEqual({
      viewer: { user: { id: made.user.id }, role: 'SUPPORT' },
    })
  })

  test('a password that was given is not shown', async () => {
    const input = { ...person(), password: 'chosen by hand' }
    const { data } = await rig.ask(owner.headers, CREATE, { input })
    expect(data).toMatchObject({ createUser: { password: null, userErrors: [] } })
    expect(await rig.signIn(input.email, input.password)).not.toBe('')
  })

  test('users are listed a page at a time, without removed ones', async () => {
    const others = [await rig.user(ctx, 'SUPPORT'), await rig.user(ctx, 'ANALYST')]
    const gone = await rig.user(ctx, 'SUPPORT')
    await rig.ask(owner.headers, REMOVE, { id: idOf(gone) })
    const first = (await rig.ask(owner.headers, LIST, { first: 2 })).data?.users as {
      nodes: { id: string }[]
      pageInfo: { endCursor: string }
    }
    const rest = (await rig.ask(owner.headers, LIST, { after: first.pageInfo.endCursor })).data?.users
    expect([...first.nodes, ...(rest as typeof first).nodes].map(({ id }) => id)).toEqual(
      [owner, ...others].map(idOf),
    )
  })
})

describe('what changes takes effect at once, on sockets too', () => {
  test('another role', async () => {
    const manager = await rig.user(ctx, 'MANAGER')
    const listening = rig.connect(manager.headers).listen(CHANGES)
    await hears(listening, 'READY')
    const changed = await rig.ask(owner.headers, ROLE, { id: idOf(manager), role: 'ANALYST' })
    expect(changed.data).toMatchObject({ updateUserRole: { user: { role: 'ANALYST' }, userErrors: [] } })
    expect(await closeCode(listening)).toBeGreaterThanOrEqual(4_000)
    const { errors } = await rig.ask(manager.headers, '{ unreadCount }')
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN')
  })

  test('removal', async () => {
    const support = await rig.user(ctx, 'SUPPORT')
    const listening = rig.connect(support.headers).listen(CHANGES)
    await hears(listening, 'READY')
    const removed = await rig.ask(owner.headers, REMOVE, { id: idOf(support) })
    expect(removed.data).toMatchObject({ removeUser: { user: { name: 'Robin Doe' }, userErrors: [] } })
    expect(await closeCode(listening)).toBeGreaterThanOrEqual(4_000)
    expect((await rig.ask(support.headers, '{ viewer { role } }')).status).toBe(401)
    await expect(rig.signIn(support.email, 'long enough')).rejects.toThrow('401')
  })
})

describe('R2: exactly one Owner', () => {
  test('the Owner hands over, and is an Admin at once', async () => {
    const admin = await rig.user(ctx, 'ADMIN')
    await rig.ask(owner.headers, ROLE, { id: idOf(admin), role: 'OWNER' })
    const { data } = await rig.ask(owner.headers, '{ viewer { role } }')
    expect(data).toEqual({ viewer: { role: 'ADMIN' } })
    expect(await roles()).toEqual({ [idOf(admin)]: 'OWNER', [idOf(owner)]: 'ADMIN' })
  })

  test('an Admin can make nobody the Owner, not even himself', async () => {
    const [admin, other] = [await rig.user(ctx, 'ADMIN'), await rig.user(ctx, 'SUPPORT')]
    for (const to of [admin, other]) {
      const { errors } = await rig.ask(admin.headers, ROLE, { id: idOf(to), role: 'OWNER' })
      expect(errors?.[0]).toMatchObject({
        message: expect.stringContaining('Only the Owner'),
        extensions: { code: 'FORBIDDEN' },
      })
    }
    expect(await roles()).toEqual({
      [idOf(owner)]: 'OWNER',
      [idOf(admin)]: 'ADMIN',
      [idOf(other)]: 'SUPPORT',
    })
  })

  test('two handovers at once leave one Owner', async () => {
    const [one, other] = [await rig.user(ctx, 'ADMIN'), await rig.user(ctx, 'ADMIN')]
    await Promise.all([one, other].map((to) => rig.ask(owner.headers, ROLE, { id: idOf(to), role: 'OWNER' })))
    const rows = await rig.bench.asOwner<{ role: string }>(
      `select role from parley.users where account_id = $1 order by role`,
      [ctx.actor.accountId],
    )
    expect(rows.map(({ role }) => role)).toEqual(['ADMIN', 'ADMIN', 'OWNER'])
  })
})

describe('what is refused, with nothing of it stored', () => {
  test.each([
    [{ name: ' ' }, 'NAME_REQUIRED', 'name'],
    [{ name: 'x'.repeat(101) }, 'NAME_INVALID', 'name'],
    [{ name: 'a\r\nb' }, 'NAME_INVALID', 'name'],
    [{ email: 'nobody' }, 'EMAIL_INVALID', 'email'],
    [{ email: 'a@b.example\r\nBcc: c@d.example' }, 'EMAIL_INVALID', 'email'],
    [{ password: 'short' }, 'PASSWORD_LENGTH', 'password'],
    [{ password: '' }, 'PASSWORD_LENGTH', 'password'],
    [{ password: 'x'.repeat(129) }, 'PASSWORD_LENGTH', 'password'],
    [{ role: 'OWNER' }, 'OWNER_EXISTS', 'role'],
  ])('createUser %j: %s', async (wrong, code, field) => {
    const input = { ...person(), ...wrong }
    const { data } = await rig.ask(owner.headers, CREATE, { input })
    const userErrors = [{ code, field: ['input', field] }]
    expect(data).toEqual({ createUser: { user: null, password: null, userErrors } })
    expect(await roles()).toEqual({ [idOf(owner)]: 'OWNER' })
  })

  test('an address that has a user, of another account too: without a word about which (R3)', async () => {
    const other = await rig.user(await rig.bench.newAccount('Theirs'), 'OWNER')
    for (const email of [owner.email, other.email.toUpperCase()]) {
      const { data } = await rig.ask(owner.headers, CREATE, { input: { ...person(), email } })
      expect(data).toMatchObject({ createUser: { userErrors: [{ code: 'EMAIL_TAKEN' }] } })
      expect(JSON.stringify(data)).not.toContain('Theirs')
    }
  })

  test('the Owner can be neither demoted nor removed', async () => {
    const id = idOf(owner)
    expect((await rig.ask(owner.headers, ROLE, { id, role: 'ADMIN' })).data).toEqual({
      updateUserRole: { user: null, userErrors: [{ code: 'OWNER_REQUIRED', field: ['role'] }] },
    })
    expect((await rig.ask(owner.headers, REMOVE, { id })).data).toEqual({
      removeUser: { user: null, userErrors: [{ code: 'OWNER_REQUIRED', field: ['id'] }] },
    })
  })

  test('R3: a malformed id, nobody’s, and another account’s user are the same answer', async () => {
    const theirs = await rig.user(await rig.bench.newAccount(), 'OWNER')
    const userErrors = [{ code: 'NOT_FOUND', field: ['id'] }]
    for (const id of ['x', toGlobalId('User', newId()), toGlobalId('ApiKey', newId()), idOf(theirs)]) {
      const role = await rig.ask(owner.headers, ROLE, { id, role: 'SUPPORT' })
      expect(role.data).toEqual({ updateUserRole: { user: null, userErrors } })
      const removed = await rig.ask(owner.headers, REMOVE, { id })
      expect(removed.data).toEqual({ removeUser: { user: null, userErrors } })
    }
    expect((await rig.ask(theirs.headers, '{ viewer { role } }')).data).toEqual({ viewer: { role: 'OWNER' } })
  })
})
