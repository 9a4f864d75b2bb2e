// What the tests of heat share: the parameters of the folder, and ports and links by a few figures.
import { join } from 'node:path';
import type { Link } from '../../../src/domain/heat/links.ts';
import type { MatchPort } from '../../../src/domain/heat/matching.ts';
import { valuesOf } from '../../../src/domain/heat/parameters.ts';
import { loadHeatParameters } from '../../../src/heat-parameters.ts';

export const parameters = loadHeatParameters(join(import.meta.dirname, '../../../config/parameters'));
export const values = valuesOf(parameters);

export function port(over: Partial<MatchPort> & Pick<MatchPort, 'id' | 'role'>): MatchPort {
  return {
    medium: 'water',
    supplyC: over.role === 'source' ? 80 : 60,
    returnC: over.role === 'source' ? 50 : 40,
    minReturnC: null,
    provenance: 'measured',
    place: null,
    residual: 'yes',
    owner: `company ${over.id}`,
    kw: new Float64Array(8760).fill(100),
    ...over,
  };
}

export const link = (source: number, sink: number, over: Partial<Link> = {}): Link => ({
  source,
  sink,
  eurPerMwh: 50,
  fixedEur: 1000,
  sourcePerDelivered: 1,
  sinkShare: 1,
  kw: 1000,
  ...over,
});
