// When the meters of a scope were last heard.
import { expect, it } from 'vitest';
import { heardIn, later, newestIn } from '../../src/api/heard.ts';
import { RECOGNISABLE } from '../../src/domain/disclosure.ts';
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

it('of whoever is to be protected is the newest reading of each legal entity; of nobody else there is none to wait for', () => {
  const of = (id: number, entity: string) => ({
    connection: { id, company: id, behind: null, passesOn: false, registers: [{ register: id, flow: 'import' as const, meter: id, way: 'total' as const }] },
    member: { company: id, entity, park: 'p' },
  });
  const scopeOf = (entities: readonly string[]) => {
    const all = entities.map((entity, at) => of(at + 1, entity));
    return { connections: all.map((one) => one.connection), withheld: 0, members: all.map((one) => one.member) };
  };
  const last = new LastValues();
  for (const register of [1, 2, 3, 4]) last.put({ register, at: epochMs(register * 1000), value: 1 });

  expect(heardIn({ last }, scopeOf(['a', 'b', 'a', RECOGNISABLE]))).toEqual(
    new Map([
      ['a', 3000],
      ['b', 2000],
    ]),
  );
  expect(heardIn({ last }, scopeOf([RECOGNISABLE, RECOGNISABLE]))).toBeNull();
  expect(heardIn({ last }, scopeOf([]))).toEqual(new Map());
});
