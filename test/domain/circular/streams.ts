// Streams and a small book for the tests of materials.
import type { MaterialBook } from '../../../src/domain/circular/materials.ts';
import type { Stream } from '../../../src/domain/circular/streams.ts';
import { epochMs } from '../../../src/domain/units.ts';

export const stream = (given: Partial<Stream> & Pick<Stream, 'id'> & { readonly monthly?: number }): Stream => {
  const { monthly = 10, ...rest } = given;
  return {
    company: given.id,
    park: 'park-a',
    direction: 'offer',
    euralCode: null,
    hazardous: false,
    materialClass: 'wood',
    tonnesByMonth: Array.from({ length: 12 }, () => monthly),
    specification: {},
    processingCode: null,
    legalStatus: 'waste',
    costNowEurPerTonne: null,
    maxSubstitutionShare: 1,
    secondaryShare: null,
    suppliers: [],
    stockDays: null,
    place: null,
    from: epochMs(0),
    to: null,
    ...rest,
  };
};

const flat = (value: number): { value: number; low: number; high: number } => ({ value, low: value, high: value });
const material = (id: string, over: { virginEur?: number; disposalEur?: number; virginCo2?: number; secondaryCo2?: number } = {}): MaterialBook['classes'] =>
  new Map([
    [
      id,
      {
        id,
        nl: id,
        en: id,
        virginCo2: flat(over.virginCo2 ?? 300),
        secondaryCo2: flat(over.secondaryCo2 ?? 100),
        virginEur: flat(over.virginEur ?? 100),
        disposalEur: flat(over.disposalEur ?? 40),
        properties: [],
      },
    ],
  ]);

export const book: MaterialBook = {
  edition: 'test',
  source: 'the test',
  certainty: 'derived',
  hash: '0',
  classes: new Map([...material('wood'), ...material('pallets', { virginEur: 400 }), ...material('solvent')]),
  uses: [{ offered: 'pallets', needed: 'wood', yieldShare: 0.5, treatEur: 20, certainty: 'derived' }],
  chapters: {},
  codes: new Map([
    ['17 02 01', { nl: 'hout', hazardous: false, materialClass: 'wood', mirror: '17 02 04*' }],
    ['14 06 03', { nl: 'oplosmiddel', hazardous: true, materialClass: 'solvent', mirror: null }],
  ]),
  properties: new Map(),
  parameters: {
    transport: { value: 0.1, low: 0.05, high: 0.2 },
    'transport-co2': flat(0.1),
    'co2-price': flat(0),
    'road-per-straight': flat(1),
    'distance-half': flat(30),
    'distance-unknown': { value: 20, low: 0, high: 50 },
  },
};
