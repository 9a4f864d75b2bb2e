// Weighed loads in a real registry: of whose stream, once, and for an agreed need only.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import type { WeighedMessage } from '../../src/ingest/store-protocol.ts';
import { keepWeighings } from '../../src/ingest/weighings.ts';
import { STAMP, openStand, row } from '../storage/materials-stand.ts';

let stand: Awaited<ReturnType<typeof openStand>>;
let [offer, need] = [0, 0];
const gateway = (id: number, park: string, company: number | null) =>
  [id, { id, name: 'scale', park, company, profile: null, username: 'u', secretHash: '', revokedAt: null }] as const;

beforeEach(async () => {
  stand = await openStand();
  offer = (await stand.materials.add(row(stand.one), STAMP)).id;
  need = (await stand.materials.add(row(stand.two, { direction: 'need' }), STAMP)).id;
});
afterEach(() => stand.close());

const load = (over: object = {}) => ({ stream: offer, need: null, kg: 500, ticket: '', at: epochMs(1000), source: 'weighbridge' as const, ...over });
const message = (from: number, ...weighings: ReturnType<typeof load>[]): WeighedMessage => ({
  seq: 1,
  gateway: from,
  topic: 't',
  payload: new Uint8Array(),
  receivedAt: epochMs(1000),
  weighings,
});

async function keep(...messages: WeighedMessage[]): Promise<string[]> {
  const { one, two, materials } = stand;
  const companies = new Map([one, two].map((id) => [id, { id, park: 'p', name: 'X', kvk: null, sbi: '17' }]));
  const gateways = new Map([gateway(1, 'p', one), gateway(2, 'p', two), gateway(3, 'p', null), gateway(4, 'q', null)]);
  return (await keepWeighings({ directory: { companies, gateways }, materials, now: epochMs(2000) }, messages)).map(({ detail }) => detail);
}
const weighedKg = async (): Promise<number> => (await stand.materials.weighed({ from: 0, to: 10_000 })).reduce((sum, one) => sum + one.kg, 0);

it('are taken from the company itself and from a scale of its park, and from nobody else', async () => {
  const refused = await keep(message(1, load()), message(3, load({ kg: 70 })), message(2, load({ kg: 3 })), message(4, load({ kg: 3 })), message(1, load({ stream: 999 })));

  expect(refused).toEqual([offer, offer, 999].map((stream) => `there is no offer ${stream} that this gateway may weigh for`));
  expect(await weighedKg()).toBe(570);
});

it('count once, by ticket, or by mass and instant', async () => {
  await keep(message(1, load({ ticket: 'A' }), load()), message(1, load({ ticket: 'A', at: epochMs(1500) }), load()), message(1, load({ at: epochMs(1500) })));

  expect(await weighedKg()).toBe(1500);
});

it('go to a need that both agreed on, and to no other', async () => {
  expect(await keep(message(1, load({ need })))).toEqual([`there is no need ${need} that offer ${offer} has an agreement with`]);
  for (const company of [stand.one, stand.two]) await stand.materials.agree({ offer, need }, company, { agrees: true, ...STAMP });

  expect(await keep(message(1, load({ need })))).toEqual([]);
  expect(await stand.materials.weighed({ from: 0, to: 10_000 })).toEqual([{ offer, need, kg: 500 }]);
});
