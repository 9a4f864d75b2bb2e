// A port of heat as the registry has it: a measured source of water of 80 degrees.
import { epochMs } from '../../src/domain/units.ts';
import type { HeatPortRow } from '../../src/storage/heat.ts';

export const heatPortRow = (id: number, over: Partial<HeatPortRow> = {}): HeatPortRow => ({
  id,
  park: 'p',
  company: id,
  name: '',
  role: 'source',
  medium: 'water',
  supplyC: 80,
  returnC: 50,
  minReturnC: null,
  provenance: 'measured',
  meter: id,
  derivation: 'direct',
  factor: null,
  powerKw: null,
  profile: 'flat',
  place: null,
  firm: false,
  residual: 'yes',
  outsidePark: false,
  note: '',
  from: epochMs(0),
  to: null,
  ...over,
});
