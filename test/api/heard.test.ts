// When the meters of a scope were last heard.
import { expect, it } from 'vitest';
import { later, newestIn } from '../../src/api/heard.ts';
import { epochMs } from '../../src/domain/units.ts';
import { LastValues } from '../../src/ingest/last-values.ts';

it('is the newest reading of any of its registers, and nothing of a scope that was never heard', () => {
  const registers = [7, 8].map((register) => ({ register, flow: 'import' as const, meter: register, way: 'total' as const }));
  const scope = { connections: [{ id: 1, company: 1, behind: null, passesOn: false, registers }], withheld: 0 };
  const last = new LastValues();

  expect(newestIn({ last }, scope)).toBeNull();
  last.put({ register: 8, at: epochMs(2000), value: 1 });
  last.put({ register: 7, at: epochMs(1000), value: 1 });

  expect(newestIn({ last }, scope)).toBe(2000);
});

it('knows the later of two times where one of them is unknown', () => {
  expect([later(null, epochMs(1)), later(epochMs(1), null), later(epochMs(2), epochMs(1)), later(null, null)]).toEqual([1, 1, 2, null]);
});
