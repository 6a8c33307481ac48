import type { DemoOrder } from './orders.ts'

const currencyCode = 'USD'
const amount = (cents: number): string => (cents / 100).toFixed(2)
const money = (cents: number) => ({ amount: amount(cents), currencyCode })

const trackingUrl = (company: string, number: string): string =>
  company === 'UPS'
    ? `https://www.ups.com/track?tracknum=${number}`
    : `https://tools.usps.com/go/TrackConfirmAction?tLabels=${number}`

const financialStatus = (order: DemoOrder): string => {
  if (order.refunded === 0) return 'PAID'
  return order.refunded === order.total ? 'REFUNDED' : 'PARTIALLY_REFUNDED'
}

/** A row of `orders`; its JSON columns have the shape of the contract's `OrderLine` and `Fulfillment` (R32). */
export const orderRow = (accountId: string, order: DemoOrder, domain: string): Record<string, unknown> => ({
  id: order.id,
  account_id: accountId,
  profile_id: order.person.id,
  external_id: `shopify-${order.name.slice(1)}`,
  name: order.name,
  placed_at: order.placedAt,
  financial_status: financialStatus(order),
  fulfillment_status: order.shipment ? 'FULFILLED' : 'UNFULFILLED',
  canceled_at: order.canceledAt,
  currency: currencyCode,
  subtotal: amount(order.subtotal),
  discounts: amount(order.discounts),
  shipping: amount(order.shipping),
  tax: amount(order.tax),
  total: amount(order.total),
  refunded: amount(order.refunded),
  discount_codes: order.discountCodes,
  line_items: order.lines.map(({ product, variant, quantity }) => ({
    title: product.title,
    variant,
    sku: `${product.sku}-${variant.replaceAll(/[^A-Za-z0-9.]/g, '').toUpperCase()}`,
    quantity,
    unitPrice: money(product.price),
    total: money(product.price * quantity),
  })),
  fulfillments: order.shipment
    ? [
        {
          status: order.shipment.status,
          trackingCompany: order.shipment.company,
          trackingNumber: order.shipment.number,
          trackingUrl: trackingUrl(order.shipment.company, order.shipment.number),
          at: order.shipment.at,
        },
      ]
    : [],
  status_url: `https://${domain}/orders/${order.name.slice(1)}`,
  updated_at: order.canceledAt ?? order.shipment?.at ?? order.placedAt,
})
