/** Something a demo shop sells. Prices are in cents. */
export interface Product {
  title: string
  /** How people call it in a text. */
  short: string
  sku: string
  price: number
  variants: readonly string[]
}

const apparel = ['XS', 'S', 'M', 'L', 'XL', 'XXL']
const shoes = ['US 7', 'US 8', 'US 9', 'US 9.5', 'US 10', 'US 11', 'US 12']
const product = (
  title: string,
  short: string,
  sku: string,
  price: number,
  variants: readonly string[],
): Product => ({ title, short, sku, price, variants })

export const outdoorProducts: readonly Product[] = [
  product('Ridgeline Down Jacket', 'Ridgeline jacket', 'ACM-RDJ', 24_900, apparel),
  product('Stormfront 3L Rain Shell', 'Stormfront shell', 'ACM-SRS', 19_900, apparel),
  product('Lumberyard Flannel Shirt', 'flannel shirt', 'ACM-LFS', 6_900, apparel),
  product('Merino Base Layer Crew', 'merino crew', 'ACM-MBC', 8_500, apparel),
  product('Trailhead Hiking Pants', 'Trailhead pants', 'ACM-THP', 9_800, [
    '28',
    '30',
    '32',
    '34',
    '36',
    '38',
  ]),
  product('Switchback Hiking Boots', 'Switchback boots', 'ACM-SHB', 17_500, shoes),
  product('Creekside Trail Runners', 'trail runners', 'ACM-CTR', 12_900, shoes),
  product('Summit 35L Daypack', 'Summit daypack', 'ACM-S35', 14_500, ['Moss', 'Slate', 'Ember']),
  product('Basecamp Duffel 60L', 'Basecamp duffel', 'ACM-BD6', 11_900, ['Black', 'Moss', 'Ember']),
  product('Alpine Wool Beanie', 'wool beanie', 'ACM-AWB', 3_200, ['Charcoal', 'Rust', 'Cream']),
  product('Fireside Fleece Hoodie', 'Fireside hoodie', 'ACM-FFH', 8_900, apparel),
  product('Insulated Camp Mug', 'camp mug', 'ACM-ICM', 2_800, ['12 oz', '16 oz']),
  product('Lantern 400 Rechargeable', 'lantern', 'ACM-L40', 5_400, ['Graphite', 'Sand']),
  product('Two-Person Tent, Larch', 'Larch tent', 'ACM-TPT', 32_900, ['Fern', 'Clay']),
  product('Heavyweight Hiking Socks (3-pack)', 'hiking socks', 'ACM-HHS', 3_600, ['S/M', 'L/XL']),
  product('Gift Card', 'gift card', 'ACM-GFT', 5_000, ['$50']),
]

const weights = ['50 g', '100 g', '250 g']
export const teaProducts: readonly Product[] = [
  product('Northern Lights Earl Grey', 'Earl Grey', 'BOR-NLE', 1_450, weights),
  product('Smoked Pine Lapsang', 'Lapsang', 'BOR-SPL', 1_650, weights),
  product('Cloudberry Rooibos', 'Cloudberry Rooibos', 'BOR-CRB', 1_290, weights),
  product('First Flush Darjeeling', 'Darjeeling', 'BOR-FFD', 2_400, weights),
  product('Ceremonial Matcha', 'matcha', 'BOR-MAT', 3_200, ['30 g', '100 g']),
  product('Stoneware Teapot', 'teapot', 'BOR-STP', 5_800, ['Ash', 'Ink']),
]
