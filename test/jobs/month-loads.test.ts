// Loads of a month one by one give the power that all of them at once give, with gaps, meters that came later and closed grids.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FLAGS } from '../../src/domain/balance.ts';
import { loadOf, powerOf, rootsOf, withBegin } from '../../src/domain/capacity/loads.ts';
import { MonthLoads, placesOf } from '../../src/jobs/month-loads.ts';
import { connectionOf } from '../domain/scenario/years.ts';

const QUARTERS = 8;
const WEEK = 7 * 96;
const kwh = fc.oneof(
  { weight: 2, arbitrary: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: QUARTERS, maxLength: QUARTERS }) },
  {
    weight: 1,
    arbitrary: fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(Number.NaN)), { minLength: QUARTERS, maxLength: QUARTERS }),
  },
);
const estimated = FLAGS.indexOf('E');

it('is the power of all of them at once', () => {
  fc.assert(
    fc.property(kwh, kwh, kwh, kwh, fc.boolean(), (main, inner, alone, fed, estimate) => {
      const connections = [
        connectionOf(1, { import: main }, { passesOn: true }),
        connectionOf(2, { import: inner }, { behind: 1 }),
        connectionOf(3, { import: alone, export: fed }),
        connectionOf(4, { import: [1, 2, 3, 4, 5, 6, 7, 8] }),
      ];
      if (estimate) connections[3]?.registers[0]?.flags.fill(estimated, 2, 3);
      const loads = connections.map((one) => loadOf(one, QUARTERS));
      const all = powerOf(rootsOf(loads), QUARTERS);
      const month = new MonthLoads({ from: 0, to: QUARTERS, year: 2026, share: 1 }, connections.length);
      const places = placesOf(connections, loads);
      for (const one of connections) month.add(one, places.get(one.id));
      const { kw, sure } = month.power();

      expect([kw, sure]).toEqual([all.kw, all.sure]);
      expect([...month.mostMicro]).toEqual(
        loads.map(({ behind, netMicro, sure: own }) => (behind === null ? netMicro.reduce((most, net, t) => (own[t] === 1 && net > most ? net : most), 0) : 0)),
      );
    }),
  );
});

it('expects nothing of a meter before it was there, and leaves one out that never says anything', () => {
  const late = connectionOf(1, { import: Array.from({ length: WEEK + 2 }, (_, t) => (t < WEEK ? Number.NaN : 5)) });
  const silent = connectionOf(2, { import: Array.from({ length: WEEK + 2 }, () => Number.NaN) });
  const other = connectionOf(3, { import: Array.from({ length: WEEK + 2 }, () => 1) });
  const places = placesOf([late, silent, other], [withBegin(loadOf(late, WEEK + 2)), loadOf(other, WEEK + 2)]);
  const month = new MonthLoads({ from: 0, to: WEEK + 2, year: 2026, share: 1 }, 3);
  for (const one of [late, silent, other]) month.add(one, places.get(one.id));
  const { kw, sure } = month.power();

  expect([kw[0], sure[0], kw[WEEK], sure[WEEK]]).toEqual([4, 1, 24, 1]);
});
