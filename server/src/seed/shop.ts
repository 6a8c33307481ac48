import type { SenderType } from '../features/senders/sender.entity.ts'
import type { Role } from '../platform/auth/actor.ts'
import { deliveryDialogues } from './data/delivery-dialogues.ts'
import type { Dialogue } from './data/dialogue.ts'
import { productDialogues } from './data/product-dialogues.ts'
import { outdoorProducts, type Product, teaProducts } from './data/products.ts'
import { promotionDialogues, strangerDialogues } from './data/promotion-dialogues.ts'
import { returnDialogues } from './data/return-dialogues.ts'
import { sizingDialogues } from './data/sizing-dialogues.ts'
import {
  type DemoCampaign,
  type DemoFlow,
  outdoorCampaigns,
  outdoorFlows,
  teaCampaigns,
  teaFlows,
} from './data/sources.ts'
import { teaDialogues } from './data/tea-dialogues.ts'
import type { Mix } from './plan.ts'

/** A campaign or flow, with the row that it becomes. */
export interface DemoSource {
  id: string
  type: 'CAMPAIGN' | 'FLOW'
  name: string
}

export interface DemoUser {
  email: string
  name: string
  role: Role
}

/** Everything that makes one demo account (contract/running.md); `seed` makes its chances its own. */
export interface Shop {
  seed: number
  name: string
  prefix: string
  contactEmail: string
  domain: string
  users: DemoUser[]
  senders: { address: string; type: SenderType }[]
  products: readonly Product[]
  /** What `{product}` in a dialogue may be. */
  talkedAbout: readonly Product[]
  dialogues: readonly Dialogue[]
  promotions: readonly Dialogue[]
  strangers: readonly Dialogue[]
  campaigns: readonly DemoCampaign[]
  flows: readonly DemoFlow[]
  people: number
  mix: Mix
}

export const acme: Shop = {
  seed: 4_020,
  name: 'Acme Outfitters',
  prefix: 'Acme Outfitters',
  contactEmail: 'hello@acme-outfitters.example',
  domain: 'acme-outfitters.example',
  users: [
    { email: 'owner@parley.test', name: 'Dana Whitlock', role: 'OWNER' },
    { email: 'admin@parley.test', name: 'Sam Okafor', role: 'ADMIN' },
    { email: 'manager@parley.test', name: 'Priya Raman', role: 'MANAGER' },
    { email: 'support@parley.test', name: 'Jules Moreau', role: 'SUPPORT' },
    { email: 'analyst@parley.test', name: 'Theo Lindgren', role: 'ANALYST' },
  ],
  senders: [
    { address: '+15550001000', type: 'LONG_CODE' },
    { address: '+18885550100', type: 'TOLL_FREE' },
  ],
  products: outdoorProducts,
  talkedAbout: outdoorProducts.slice(0, 4).concat(outdoorProducts.slice(10, 11)),
  dialogues: [...deliveryDialogues, ...sizingDialogues, ...returnDialogues, ...productDialogues],
  promotions: promotionDialogues,
  strangers: strangerDialogues,
  campaigns: outdoorCampaigns,
  flows: outdoorFlows,
  people: 300,
  mix: { conversations: 250, unread: 12, waiting: 16, answered: 32, snoozed: 8, blocked: 2 },
}

export const borealis: Shop = {
  seed: 2_000,
  name: 'Borealis Tea',
  prefix: 'Borealis Tea',
  contactEmail: 'hello@borealis.example',
  domain: 'borealis.example',
  users: [{ email: 'owner@borealis.test', name: 'Astrid Solheim', role: 'OWNER' }],
  senders: [{ address: '+15550002000', type: 'LONG_CODE' }],
  products: teaProducts,
  talkedAbout: teaProducts.slice(0, 5),
  dialogues: teaDialogues,
  promotions: teaDialogues,
  strangers: teaDialogues.map(({ lines }) => ({ lines: lines.slice(0, 1) })),
  campaigns: teaCampaigns,
  flows: teaFlows,
  people: 15,
  mix: { conversations: 10, unread: 2, waiting: 1, answered: 2, snoozed: 0, blocked: 0 },
}
