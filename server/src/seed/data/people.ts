/** Where customers live, with the zone and area codes of the place. */
export interface Place {
  city: string
  region: string
  country: string
  timeZone: string
  areaCodes: readonly string[]
}

const us = (city: string, region: string, timeZone: string, ...areaCodes: string[]): Place => ({
  city,
  region,
  country: 'US',
  timeZone,
  areaCodes,
})

const eastern = 'America/New_York'
const central = 'America/Chicago'
const mountain = 'America/Denver'
const pacific = 'America/Los_Angeles'

export const usPlaces: readonly Place[] = [
  us('New York', 'NY', eastern, '212', '646', '917'),
  us('Brooklyn', 'NY', eastern, '718', '347'),
  us('Buffalo', 'NY', eastern, '716'),
  us('Boston', 'MA', eastern, '617', '857'),
  us('Burlington', 'VT', eastern, '802'),
  us('Portland', 'ME', eastern, '207'),
  us('Manchester', 'NH', eastern, '603'),
  us('Hartford', 'CT', eastern, '860'),
  us('Philadelphia', 'PA', eastern, '215', '267'),
  us('Pittsburgh', 'PA', eastern, '412'),
  us('Baltimore', 'MD', eastern, '410'),
  us('Washington', 'DC', eastern, '202'),
  us('Richmond', 'VA', eastern, '804'),
  us('Asheville', 'NC', eastern, '828'),
  us('Charlotte', 'NC', eastern, '704'),
  us('Atlanta', 'GA', eastern, '404', '678'),
  us('Orlando', 'FL', eastern, '407'),
  us('Miami', 'FL', eastern, '305', '786'),
  us('Columbus', 'OH', eastern, '614'),
  us('Ann Arbor', 'MI', 'America/Detroit', '734'),
  us('Grand Rapids', 'MI', 'America/Detroit', '616'),
  us('Chicago', 'IL', central, '312', '773'),
  us('Milwaukee', 'WI', central, '414'),
  us('Madison', 'WI', central, '608'),
  us('Minneapolis', 'MN', central, '612'),
  us('Duluth', 'MN', central, '218'),
  us('St. Louis', 'MO', central, '314'),
  us('Nashville', 'TN', central, '615'),
  us('New Orleans', 'LA', central, '504'),
  us('Austin', 'TX', central, '512'),
  us('Dallas', 'TX', central, '214'),
  us('Houston', 'TX', central, '713', '832'),
  us('Denver', 'CO', mountain, '303', '720'),
  us('Boulder', 'CO', mountain, '303'),
  us('Colorado Springs', 'CO', mountain, '719'),
  us('Salt Lake City', 'UT', mountain, '801'),
  us('Moab', 'UT', mountain, '435'),
  us('Bozeman', 'MT', mountain, '406'),
  us('Jackson', 'WY', mountain, '307'),
  us('Santa Fe', 'NM', mountain, '505'),
  us('Flagstaff', 'AZ', 'America/Phoenix', '928'),
  us('Phoenix', 'AZ', 'America/Phoenix', '602', '480'),
  us('Boise', 'ID', 'America/Boise', '208'),
  us('Las Vegas', 'NV', pacific, '702'),
  us('Reno', 'NV', pacific, '775'),
  us('Los Angeles', 'CA', pacific, '213', '310', '323'),
  us('San Diego', 'CA', pacific, '619'),
  us('San Francisco', 'CA', pacific, '415', '628'),
  us('Oakland', 'CA', pacific, '510'),
  us('Sacramento', 'CA', pacific, '916'),
  us('Portland', 'OR', pacific, '503', '971'),
  us('Bend', 'OR', pacific, '541'),
  us('Seattle', 'WA', pacific, '206'),
  us('Bellingham', 'WA', pacific, '360'),
  us('Spokane', 'WA', pacific, '509'),
  us('Anchorage', 'AK', 'America/Anchorage', '907'),
  us('Honolulu', 'HI', 'Pacific/Honolulu', '808'),
]

export const canadianPlaces: readonly Place[] = [
  { city: 'Toronto', region: 'ON', country: 'CA', timeZone: 'America/Toronto', areaCodes: ['416', '647'] },
  {
    city: 'Vancouver',
    region: 'BC',
    country: 'CA',
    timeZone: 'America/Vancouver',
    areaCodes: ['604', '778'],
  },
  { city: 'Calgary', region: 'AB', country: 'CA', timeZone: 'America/Edmonton', areaCodes: ['403'] },
  { city: 'Montréal', region: 'QC', country: 'CA', timeZone: 'America/Toronto', areaCodes: ['514'] },
]

export const britishPlaces: readonly Place[] = [
  { city: 'London', region: 'England', country: 'GB', timeZone: 'Europe/London', areaCodes: [] },
  { city: 'Edinburgh', region: 'Scotland', country: 'GB', timeZone: 'Europe/London', areaCodes: [] },
]

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

export const firstNames = words(`
  Olivia Liam Emma Noah Amelia Mateo Sophia Elijah Mia Lucas Isabella Levi Ava Ezra Evelyn Asher Luna Leo Harper
  James Camila Luca Sofia Henry Scarlett Hudson Elizabeth Ethan Eleanor Muhammad Chloe Daniel Penelope Jack Violet
  Sebastian Grace Aiden Zoe Owen Nora Wyatt Lily Samuel Hazel Elias Maya Theo Aria Gabriel Stella Julian Ivy Caleb
  Priya Arjun Mei Kenji Aaliyah Darnell Fatima Omar Linh Minh Rosa Diego Valentina Andre Keisha Malik Ingrid Lars
  Siobhán Connor Nadia Tomasz Yuki Hana Rafael Beatriz Emeka Chidi Zainab Tariq Leila Marcus Denise Walter Gloria
  Ruth Frank Carol Dennis Marjorie Stanley Peggy Hector Yolanda Renée Zoë José`)

export const lastNames = words(`
  Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson
  Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young
  Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter
  Roberts Patel Kim Chen Wang Singh Khan Ali Tanaka Sato Kowalski Novak Schmidt Johansson Larsen Murphy O'Brien
  O'Connor Fitzgerald Cohen Rosenberg Silva Santos Ferreira Okafor Adeyemi Mensah Haddad Nasser Tran Pham Park Choi
  Whitfield Delgado Beaumont Lindqvist Castellano Ashworth Van-Dyke Petrov Abernathy Yazzie Kealoha`)
