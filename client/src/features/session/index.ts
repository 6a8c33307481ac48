export { signOut } from './auth-api.ts'
export { Brand } from './brand.tsx'
export { AccountQuery, ViewerQuery } from './viewer-query.ts'
