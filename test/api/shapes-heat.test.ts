// What a heat port, a decision and a contract may be.
import { expect, it } from 'vitest';
import { HeatContract, HeatDecision, HeatPortChange, NewHeatPortBody, POWER_KW_MAX } from '../../src/api/shapes-heat.ts';

it.each([
  [NewHeatPortBody, { role: 'source', company: 1, powerKw: 5 }, true],
  [NewHeatPortBody, { company: 1, powerKw: 5 }, false],
  [NewHeatPortBody, { role: 'source', powerKw: POWER_KW_MAX + 1 }, false],
  [NewHeatPortBody, { role: 'source', lat: 10, lon: 6 }, false],
  [HeatPortChange, { role: 'sink' }, false],
  [HeatPortChange, { powerKw: null }, true],
  [HeatDecision, { decision: 'perhaps' }, false],
  [HeatContract, { kwhPerYear: 0 }, false],
] as const)('%#: %o', (schema, body, fits) => expect(schema.safeParse(body).success).toBe(fits));
