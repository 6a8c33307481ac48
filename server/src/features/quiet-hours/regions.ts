import type { TimeZoneName } from '../../platform/time-zones.ts'

/** A state, province or territory: its ISO 3166-2 code without the country, its name, and the zones it has. */
export interface Region {
  code: string
  name: string
  zones: TimeZoneName[]
}

const [eastern, central] = ['America/New_York', 'America/Chicago']
const [mountain, pacific] = ['America/Denver', 'America/Los_Angeles']
const [toronto, winnipeg, edmonton, vancouver] = [
  'America/Toronto',
  'America/Winnipeg',
  'America/Edmonton',
  'America/Vancouver',
]

/*
 * Zones of the tz database, one for all places that keep the same time today: Detroit keeps New York's, Juneau
 * Anchorage's. A corner where fewer than two in a hundred of a region live does not make it one of two zones: the
 * Navajo Nation has summer time, four counties of Kansas and of Michigan keep their neighbours' time, and so on.
 */
const table: Record<string, [code: string, name: string, ...zones: TimeZoneName[]][]> = {
  US: [
    ['AL', 'Alabama', central],
    ['AK', 'Alaska', 'America/Anchorage'],
    ['AZ', 'Arizona', 'America/Phoenix'],
    ['AR', 'Arkansas', central],
    ['CA', 'California', pacific],
    ['CO', 'Colorado', mountain],
    ['CT', 'Connecticut', eastern],
    ['DE', 'Delaware', eastern],
    ['DC', 'District of Columbia', eastern],
    ['FL', 'Florida', eastern, central],
    ['GA', 'Georgia', eastern],
    ['HI', 'Hawaii', 'Pacific/Honolulu'],
    ['ID', 'Idaho', 'America/Boise', pacific],
    ['IL', 'Illinois', central],
    ['IN', 'Indiana', eastern, central],
    ['IA', 'Iowa', central],
    ['KS', 'Kansas', central],
    ['KY', 'Kentucky', eastern, central],
    ['LA', 'Louisiana', central],
    ['ME', 'Maine', eastern],
    ['MD', 'Maryland', eastern],
    ['MA', 'Massachusetts', eastern],
    ['MI', 'Michigan', eastern],
    ['MN', 'Minnesota', central],
    ['MS', 'Mississippi', central],
    ['MO', 'Missouri', central],
    ['MT', 'Montana', mountain],
    ['NE', 'Nebraska', central, mountain],
    ['NV', 'Nevada', pacific],
    ['NH', 'New Hampshire', eastern],
    ['NJ', 'New Jersey', eastern],
    ['NM', 'New Mexico', mountain],
    ['NY', 'New York', eastern],
    ['NC', 'North Carolina', eastern],
    ['ND', 'North Dakota', central, mountain],
    ['OH', 'Ohio', eastern],
    ['OK', 'Oklahoma', central],
    ['OR', 'Oregon', pacific],
    ['PA', 'Pennsylvania', eastern],
    ['RI', 'Rhode Island', eastern],
    ['SC', 'South Carolina', eastern],
    ['SD', 'South Dakota', central, mountain],
    ['TN', 'Tennessee', eastern, central],
    ['TX', 'Texas', central, mountain],
    ['UT', 'Utah', mountain],
    ['VT', 'Vermont', eastern],
    ['VA', 'Virginia', eastern],
    ['WA', 'Washington', pacific],
    ['WV', 'West Virginia', eastern],
    ['WI', 'Wisconsin', central],
    ['WY', 'Wyoming', mountain],
    ['PR', 'Puerto Rico', 'America/Puerto_Rico'],
    ['VI', 'Virgin Islands', 'America/Puerto_Rico'],
    ['GU', 'Guam', 'Pacific/Guam'],
    ['MP', 'Northern Mariana Islands', 'Pacific/Guam'],
    ['AS', 'American Samoa', 'Pacific/Pago_Pago'],
  ],
  CA: [
    ['AB', 'Alberta', edmonton],
    ['BC', 'British Columbia', vancouver, edmonton, 'America/Fort_Nelson'],
    ['MB', 'Manitoba', winnipeg],
    ['NB', 'New Brunswick', 'America/Halifax'],
    ['NL', 'Newfoundland and Labrador', 'America/St_Johns', 'America/Halifax'],
    ['NS', 'Nova Scotia', 'America/Halifax'],
    ['NT', 'Northwest Territories', edmonton],
    ['NU', 'Nunavut', toronto, winnipeg, edmonton],
    ['ON', 'Ontario', toronto],
    ['PE', 'Prince Edward Island', 'America/Halifax'],
    ['QC', 'Quebec', toronto],
    ['SK', 'Saskatchewan', 'America/Regina'],
    ['YT', 'Yukon', 'America/Whitehorse'],
  ],
  AU: [
    ['ACT', 'Australian Capital Territory', 'Australia/Sydney'],
    ['NSW', 'New South Wales', 'Australia/Sydney'],
    ['NT', 'Northern Territory', 'Australia/Darwin'],
    ['QLD', 'Queensland', 'Australia/Brisbane'],
    ['SA', 'South Australia', 'Australia/Adelaide'],
    ['TAS', 'Tasmania', 'Australia/Hobart'],
    ['VIC', 'Victoria', 'Australia/Melbourne'],
    ['WA', 'Western Australia', 'Australia/Perth'],
  ],
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^a-z]/gi, '')
    .toLowerCase()

const byName = new Map(
  Object.entries(table).flatMap(([country, regions]) =>
    regions.flatMap(([code, name, ...zones]): [string, Region][] => [
      [`${country} ${plain(code)}`, { code, name, zones }],
      [`${country} ${plain(name)}`, { code, name, zones }],
    ]),
  ),
)

/**
 * The region that people mean by a name or code ("TX", "us-tx", "Texas") in a country of the table: US, CA and AU.
 * Null where nothing is known of it.
 */
export const findRegion = (country: string, region: string): Region | null => {
  const named = plain(region)
  const bare = named.startsWith(country.toLowerCase()) ? named.slice(country.length) : ''
  return byName.get(`${country} ${named}`) ?? byName.get(`${country} ${bare}`) ?? null
}
