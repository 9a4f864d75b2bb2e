// Pairs and allocation of a whole set of streams, as the compute worker makes them.
import { expect, it } from 'vitest';
import { matched } from '../../src/jobs/material-sums.ts';
import { book, stream } from '../domain/circular/streams.ts';

const places = new Map([['park-a', { lat: 52, lon: 6, areaHa: 100 }]]);

it('shares out what two want, and carries no more than there is', async () => {
  const streams = [
    stream({ id: 1, monthly: 10 }),
    stream({ id: 2, direction: 'need', monthly: 8, costNowEurPerTonne: 200 }),
    stream({ id: 3, direction: 'need', monthly: 8, costNowEurPerTonne: 150 }),
  ];
  const { matches, worth, greedyWorth, optimal } = await matched({ streams, book, places, weighed: new Set() });

  expect(matches.map(({ need, potentialTonnes, allottedTonnes }) => [need, potentialTonnes, Math.round(allottedTonnes * 1e6) / 1e6])).toEqual([
    [2, 96, 96],
    [3, 96, 24],
  ]);
  expect(optimal).toBe(true);
  expect(worth).toBeGreaterThanOrEqual(greedyWorth - 1e-6);
});

it('answers nothing of nothing', async () => {
  expect(await matched({ streams: [], book, places, weighed: new Set() })).toEqual({ matches: [], worth: 0, greedyWorth: 0, optimal: true });
});
