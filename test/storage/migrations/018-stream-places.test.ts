// Places of material streams: kept with the stream, and gone when it has none any more.
import { expect, it } from 'vitest';
import { STAMP, openStand, row } from '../materials-stand.ts';

it('keeps a place and forgets it', async () => {
  const { materials, one, close } = await openStand();
  const made = await materials.add(row(one), STAMP);
  expect(materials.stream(made.id)?.place).toEqual({ lat: 52.1, lon: 6.05 });
  await materials.change({ ...made, place: null }, STAMP);
  expect(materials.stream(made.id)?.place).toBeNull();
  await close();
});
