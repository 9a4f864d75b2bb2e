// The step that adds material streams: nothing without a company, and a message is one delivery, whoever writes it.
import { expect, it } from 'vitest';
import { openStand, row, STAMP } from '../materials-stand.ts';

it('refuses a stream of nobody, and a second delivery of one message', async () => {
  const { db, materials, one, close } = await openStand();
  const { id } = await materials.add(row(one), STAMP);
  const delivery = { offer: id, need: null, delivered_at: 1, kg: 1, source: 'entered', message: 'm', author: 'x', at: 1 };
  await db.insertInto('material_delivery').values(delivery).execute();

  await expect(db.insertInto('material_delivery').values(delivery).execute()).rejects.toThrow(/unique/i);
  await expect(materials.add(row(999_999), STAMP)).rejects.toThrow(/foreign key/i);
  await close();
});
