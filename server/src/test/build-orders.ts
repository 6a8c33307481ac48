import type { ShopOrder } from '../features/orders/actions/upsert-orders.ts'

/** A paid order of nobody, placed and last changed now, unless said otherwise. */
export const shopOrder = (more: Partial<ShopOrder> = {}): ShopOrder => ({
  externalId: 'shop-1',
  profileId: null,
  name: '#1',
  placedAt: new Date(),
  updatedAt: new Date(),
  financialStatus: 'PAID',
  fulfillmentStatus: null,
  canceledAt: null,
  currency: 'USD',
  subtotal: '20.00',
  discounts: '0',
  shipping: '5.00',
  tax: '1.505',
  total: '26.505',
  refunded: '0',
  discountCodes: ['HI'],
  lineItems: [],
  fulfillments: [],
  statusUrl: null,
  ...more,
})
