// Water that was used before, from the quarters of water meters.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { emptyColumns } from '../../src/storage/series.ts';
import { waterUse } from '../../src/api/water-reuse.ts';
import { BOOTSTRAP, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const QUARTER = 900_000;
const FIRST = Date.parse('2026-10-05T22:00:00Z') / QUARTER;
const area = { kind: 'park', park: 'de-mars' } as const;
const period = { from: epochMs(Date.parse('2026-09-20T10:00:00Z')), to: epochMs(Date.parse('2026-11-20T10:00:00Z')) };
const processor = { id: 'key', roles: [], processor: true };

let small: SmallRegion;
let [plant, user] = [0, 0];
const registers = { plantIn: 0, plantOut: 0, userIn: 0 };

beforeAll(async () => {
  small = await startApp();
  const post = async (path: string, body: unknown) => Number((await small.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body })).body['id']);
  const water = async (company: number, ean: string, flows: readonly ('import' | 'export')[]): Promise<number[]> => {
    const connection = await post('/connections', { ean, company, carrier: 'water', validFrom: '2026-01-01' });
    const meter = await post('/meters', { connection, serial: ean, carrier: 'water', role: 'main', validFrom: '2026-01-01' });
    const rows = await small.app.parts.directory.addRegisters(flows.map((flow) => ({ meter, name: `water-${flow}`, flow, carrier: 'water', kind: 'counter', unit: 'm3' })));
    return rows.map((row) => row.id);
  };
  plant = (await makeCompany(small, { park: 'de-mars', name: 'Plant', ean: '871999900000000011', shares: true })).company;
  user = (await makeCompany(small, { park: 'de-mars', name: 'User', ean: '871999900000000028', shares: false })).company;
  const [plantIn = 0, plantOut = 0] = await water(plant, '871999900000000035', ['import', 'export']);
  const [userIn = 0] = await water(user, '871999900000000042', ['import']);
  Object.assign(registers, { plantIn, plantOut, userIn });
}, 60_000);
afterAll(() => small.stop());

const counted = (way: string, register: number, m3: number): object => ({ way, register, m3, meter: expect.any(Number) });

async function settle(register: number, amount: number): Promise<void> {
  const columns = emptyColumns(96);
  columns.registers.fill(register);
  columns.quarters.set(Array.from({ length: 96 }, (_, index) => FIRST + index));
  columns.amounts.fill(amount);
  columns.flags.fill(1);
  await small.app.parts.deps.settlement.write({ field: 'settled', columns, author: 'J', reason: 'delivery', importId: 1, at: epochMs(Date.parse('2026-11-01T00:00:00Z')) });
}

it('is not measured where no meter tells what was passed on', async () => {
  expect(await waterUse(small.app.parts.deps, processor, { area, ...period })).toMatchObject({ reuseMetered: false });
});

it('is what meters passed on, of all that was taken in, company by company', async () => {
  await settle(registers.plantIn, 2);
  await settle(registers.plantOut, 0.5);
  await settle(registers.userIn, 1);
  const { companies, reuseMetered } = await waterUse(small.app.parts.deps, processor, { area, ...period });

  expect(reuseMetered).toBe(true);
  expect([...companies].sort((a, b) => a.company - b.company)).toEqual([
    { company: plant, park: 'de-mars', intakeM3: 192, reusedM3: 48, counted: [counted('intake', registers.plantIn, 192), counted('reused', registers.plantOut, 48)] },
    { company: user, park: 'de-mars', intakeM3: 96, reusedM3: 0, counted: [counted('intake', registers.userIn, 96)] },
  ]);
  const { body } = await small.ask('GET', '/api/v1/parks/de-mars/circularity', { key: BOOTSTRAP });
  expect(body['indicators']).toContainEqual(expect.objectContaining({ name: 'waterReuseShare', value: Math.round((48 / 288) * 1e6) / 1e6, unit: 'm3/a', sign: null }));
});

it('holds no company that does not share with the reader', async () => {
  const { companies } = await waterUse(small.app.parts.deps, { id: 'r', roles: [{ role: 'region' }], processor: false }, { area, ...period });

  expect(companies.map(({ company }) => company)).toEqual([plant]);
});
