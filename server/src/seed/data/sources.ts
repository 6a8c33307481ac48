/** A campaign: one text to many, at one time. */
export interface DemoCampaign {
  name: string
  text: string
  /** How long before now it went out, in days. */
  daysAgo: number
  /** Share of the subscribers that it went to. */
  share: number
}

/** A flow: a text that something a person did sets off. */
export interface DemoFlow {
  name: string
  trigger: 'SUBSCRIBED' | 'STARTED_CHECKOUT' | 'FULFILLED_ORDER' | 'QUIET_FOR_LONG'
  text: string
}

export const outdoorCampaigns: readonly DemoCampaign[] = [
  {
    name: 'Summer clearance, last call',
    text: 'Acme Outfitters: Last call! Summer gear up to 40% off, until Sunday night: https://acme-outfitters.example/last-call Reply STOP to opt out',
    daysAgo: 92,
    share: 0.8,
  },
  {
    name: 'Fall collection launch',
    text: 'Acme Outfitters: 🍂 The fall collection is here. New flannels, new boots, and the Ridgeline in Ember: https://acme-outfitters.example/fall Reply STOP to opt out',
    daysAgo: 61,
    share: 0.9,
  },
  {
    name: 'Free shipping week',
    text: 'Acme Outfitters: Free shipping on everything from $75, this week only. No code needed. https://acme-outfitters.example/ship-free Reply STOP to opt out',
    daysAgo: 33,
    share: 0.7,
  },
  {
    name: 'Members’ early access',
    text: 'Acme Outfitters: {first}, you get in a day early: 25% off with code EARLYBIRD until midnight. https://acme-outfitters.example/early Reply STOP to opt out',
    daysAgo: 12,
    share: 0.75,
  },
  {
    name: 'Boot week',
    text: 'Acme Outfitters: Boot week! 🥾 Switchbacks and Creeksides at 20% off with code BOOTS20, through Sunday: https://acme-outfitters.example/boots Reply STOP to opt out',
    daysAgo: 1,
    share: 0.6,
  },
]

export const outdoorFlows: readonly DemoFlow[] = [
  {
    name: 'Welcome',
    trigger: 'SUBSCRIBED',
    text: 'Acme Outfitters: Welcome, {first}! Here’s 10% off your first order: WELCOME10. Questions? Just reply, a real person reads this. Msg & data rates may apply. Reply STOP to opt out',
  },
  {
    name: 'Abandoned checkout',
    trigger: 'STARTED_CHECKOUT',
    text: 'Acme Outfitters: Still thinking about the {product}? We saved your cart: https://acme-outfitters.example/cart',
  },
  {
    name: 'After delivery',
    trigger: 'FULFILLED_ORDER',
    text: 'Acme Outfitters: Your {product} should be with you by now. How does it fit? Reply here if anything’s off, exchanges are free.',
  },
  {
    name: 'We miss you',
    trigger: 'QUIET_FOR_LONG',
    text: 'Acme Outfitters: It’s been a while, {first}! $15 off your next adventure with code COMEBACK: https://acme-outfitters.example/back',
  },
]

export const teaCampaigns: readonly DemoCampaign[] = [
  {
    name: 'First flush arrival',
    text: 'Borealis Tea: The first flush is in, and it’s a bright one. 60 tins only: https://borealis.example/first-flush Reply STOP to opt out',
    daysAgo: 24,
    share: 0.9,
  },
]

export const teaFlows: readonly DemoFlow[] = [
  {
    name: 'Welcome',
    trigger: 'SUBSCRIBED',
    text: 'Borealis Tea: Welcome, {first}! Your first 50 g are 15% off with STEEP15. Reply STOP to opt out',
  },
]
