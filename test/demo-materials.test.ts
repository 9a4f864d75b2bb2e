// The demo's streams: matches on every kind of park, one of them further than an idea, weighed ones in the past.
import { expect, it } from 'vitest';
import { addDemoMaterials } from '../src/demo-materials.ts';
import { statusOf } from '../src/domain/circular/match-status.ts';
import { epochMs } from '../src/domain/units.ts';
import { loadMaterials } from '../src/materials.ts';
import { PARKS, ofPark } from './simulate/parks.ts';
import { openStand } from './storage/materials-stand.ts';

it('puts the streams of firms in the registry, and lets the best pair of the first park be metered', async () => {
  const { materials, db, one, two, close } = await openStand();
  const firms = ofPark('eerbeek-loenen');
  const ids = [one, two];
  for (let at = 2; at < firms.length; at++) {
    const made = await db.insertInto('company').values({ park: 'p', name: 'X', kvk: null, sbi: '17' }).returning('id').executeTakeFirstOrThrow();
    ids.push(made.id);
  }
  const now = epochMs(Date.parse('2026-11-26T12:00:00Z'));
  await addDemoMaterials(
    materials,
    firms.map((firm, at) => ({ id: ids[at] ?? 0, firm })),
    { seed: 11, book: loadMaterials('config/materials'), places: new Map(PARKS.map((park) => [park.id, park])), since: epochMs(0), now },
  );

  const streams = materials.streams();
  const placeOf = new Map(firms.map((firm, at) => [ids[at] ?? 0, { lat: firm.lat, lon: firm.lon }]));
  expect(streams.length).toBeGreaterThan(0);
  for (const stream of streams) expect(stream.place).toEqual(placeOf.get(stream.company));

  const weighed = await materials.weighed({ from: 0, to: now });
  const [first] = weighed;
  const match = { offer: first?.offer ?? 0, need: first?.need ?? 0 };
  expect(weighed).toHaveLength(1);
  expect(await materials.deliveries(match.offer, 100)).toHaveLength(11);
  expect(statusOf({ offerAgreed: true, needAgreed: true, set: materials.step(match), meteredTonnes: 1 })).toBe('metered');
  for (const stream of [match.offer, match.need]) expect(materials.agreed(match, materials.stream(stream)?.company ?? 0)).toBe(true);
  await close();
});
