// Streams, agreements, steps, products and deliveries in a real registry: read back as written, also after a restart.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { MaterialsSql } from '../../src/storage/materials-sql.ts';
import { STAMP, openStand, row } from './materials-stand.ts';

let stand: Awaited<ReturnType<typeof openStand>>;
beforeEach(async () => {
  stand = await openStand();
});
afterEach(() => stand.close());

it('keeps a stream as it was stated, changes it, and forgets it when it is taken back', async () => {
  const { materials, db, one } = stand;
  const added = await materials.add(row(one), STAMP);
  await materials.add(row(one, { direction: 'need' }), STAMP);
  const changed = await materials.change({ ...added, note: 'dry', to: epochMs(5000) }, STAMP);

  expect(added).toEqual({ id: added.id, ...row(one) });
  expect((await MaterialsSql.open(db)).stream(added.id)).toEqual({ ...added, note: 'dry', to: 5000 });
  expect(materials.stream(added.id)).toEqual(changed);
  await materials.remove(added.id, STAMP);
  expect((await MaterialsSql.open(db)).streams()).toHaveLength(1);
  expect(materials.stream(added.id)).toBeNull();
});

it('tells by its version that what was reckoned is old', async () => {
  const { materials, one } = stand;
  const { version } = materials;
  await materials.add(row(one), STAMP);

  expect(materials.version).not.toBe(version);
});

it('counts the last word of each side, and the last step', async () => {
  const { materials, db, one, two } = stand;
  const [offer, need] = [await materials.add(row(one), STAMP), await materials.add(row(two, { direction: 'need' }), STAMP)];
  const match = { offer: offer.id, need: need.id };
  await materials.agree(match, one, { agrees: true, ...STAMP });
  await materials.agree(match, two, { agrees: true, ...STAMP });
  await materials.agree(match, two, { agrees: false, ...STAMP });
  await materials.setStep(match, 'trial', { note: '', ...STAMP });
  await materials.setStep(match, 'contract', { note: '', ...STAMP });

  for (const kept of [materials, await MaterialsSql.open(db)]) {
    expect([kept.agreed(match, one), kept.agreed(match, two), kept.step(match)]).toEqual([true, false, 'contract']);
    expect(kept.step({ offer: need.id, need: offer.id })).toBeNull();
  }
});

it('counts a delivery that comes twice once, by offer and need', async () => {
  const { materials, one, two } = stand;
  const [offer, need] = [await materials.add(row(one), STAMP), await materials.add(row(two, { direction: 'need' }), STAMP)];
  const delivery = { offer: offer.id, need: need.id, deliveredAt: epochMs(100), kg: 250.5, source: 'weighbridge', message: 'a 1' } as const;

  expect([await materials.deliver(delivery, STAMP), await materials.deliver(delivery, STAMP)]).toEqual([true, false]);
  await materials.deliver({ ...delivery, message: 'a 2', kg: 100 }, STAMP);
  await materials.deliver({ ...delivery, message: 'a 3', kg: 7, need: null, deliveredAt: epochMs(199) }, STAMP);
  await materials.deliver({ ...delivery, message: 'a 4', kg: 9, deliveredAt: epochMs(200) }, STAMP);
  expect(await materials.weighed({ from: 100, to: 200 })).toEqual([
    { offer: offer.id, need: null, kg: 7 },
    { offer: offer.id, need: need.id, kg: 350.5 },
  ]);
  expect((await materials.deliveries(offer.id, 2)).map(({ kg }) => kg)).toEqual([9, 7]);
});

it('keeps products of a company until they are removed', async () => {
  const { materials, db, one, two } = stand;
  const flows = { massTonnes: 5, recycledInput: 0.5, reusedInput: 0, sustainedInput: 0, recycledAfter: 0.25, reusedAfter: 0, compostedAfter: 0, energyAfter: 0 };
  const product = await materials.addProduct({ company: one, name: 'board', flows: { ...flows, recyclingEfficiency: 1, feedstockEfficiency: 0.9, utility: 1.2 } }, STAMP);

  expect((await MaterialsSql.open(db)).products(one)).toEqual([product]);
  expect(materials.products(two)).toEqual([]);
  await materials.removeProduct(product.id, STAMP);
  expect((await MaterialsSql.open(db)).products(one)).toEqual([]);
});
