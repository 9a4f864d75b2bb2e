// Heat ports over the API: described, changed, removed; what cannot be is refused with what to send.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HeatRegion, heatRegion, itemsOf } from './heat-region.ts';

let heat: HeatRegion;
beforeAll(async () => {
  heat = await heatRegion();
}, 60_000);
afterAll(() => heat.region.stop());

const mine = (): { company: number; role: string } => ({ company: heat.companies.mill.company, role: 'source' });

describe('a heat port', () => {
  it('is described with its power, gets the temperatures of its trade, and says what is doubtful', async () => {
    const made = await heat.ask('mill', 'POST', '/heat-ports', { ...mine(), powerKw: 120 });

    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ ...mine(), park: 'de-mars', companyName: 'Mill', supplyC: 60, returnC: 35, provenance: 'declared', meter: null });
    expect(made.body['doubts']).toEqual(['place-unknown', 'residual-unknown', 'declared']);
  });

  it('is changed field by field, and removed', async () => {
    const id = Number((await heat.ask('mill', 'POST', '/heat-ports', { ...mine(), powerKw: 120 })).body['id']);
    const changed = await heat.ask('mill', 'PATCH', `/heat-ports/${id}`, { supplyC: 75, lat: 52.1, lon: 6.1, residual: 'yes' });

    expect(changed.body).toMatchObject({ id, supplyC: 75, returnC: 35, powerKw: 120, lat: 52.1, residual: 'yes' });
    expect((await heat.ask('mill', 'GET', `/heat-ports/${id}`)).body).toEqual(changed.body);
    expect((await heat.ask('mill', 'DELETE', `/heat-ports/${id}`)).status).toBe(204);
    expect((await heat.ask('mill', 'GET', `/heat-ports/${id}`)).status).toBe(404);
  });

  it.each([
    [{}, 'powerKw'],
    [{ powerKw: 1, supplyC: 40, returnC: 50 }, 'returnC'],
    [{ powerKw: 1, minReturnC: 90 }, 'minReturnC'],
    [{ powerKw: 1, lat: 52 }, 'lat and lon'],
    [{ meter: 999_999 }, 'no meter 999999'],
    [{ powerKw: 1, supplyC: 5000 }, 'supplyC'],
    [{ powerKw: 1, supplyC: 900 }, 'supplyC: 900 °C cannot be: water lies between 0 and 201 °C'],
    [{ powerKw: 1, medium: 'steam', supplyC: 150, returnC: -5 }, 'returnC: -5 °C'],
    [{ powerKw: 1, nonsense: 1 }, 'nonsense'],
    [{ powerKw: 1, validFrom: '2026-02-01', validTo: '2026-01-01' }, 'validTo'],
  ])('is refused with %o, and told of %s', async (over, told) => {
    const answer = await heat.ask('mill', 'POST', '/heat-ports', { ...mine(), ...over });

    expect(answer.status).toBe(422);
    expect(String(answer.body['detail'])).toContain(told);
  });

  it('of another kind of meter says how heat follows from it', async () => {
    const plain = await heat.ask('mill', 'POST', '/heat-ports', { ...mine(), meter: heat.companies.mill.meter });
    const derived = await heat.ask('mill', 'POST', '/heat-ports', { ...mine(), meter: heat.companies.mill.meter, derivation: 'compressor' });

    expect([plain.status, String(plain.body['detail']).includes('compressor')]).toEqual([422, true]);
    expect(derived.body).toMatchObject({ provenance: 'derived', derivation: 'compressor' });
  });

  it('of the park itself is the manager’s to describe, for homes beside it', async () => {
    const homes = { park: 'de-mars', role: 'sink', name: 'homes', powerKw: 900, profile: 'heating-season', outsidePark: true };

    expect((await heat.ask('parkmanager', 'POST', '/heat-ports', homes)).body).toMatchObject({ company: null, outsidePark: true });
    expect((await heat.ask('mill', 'POST', '/heat-ports', homes)).status).toBe(404);
    expect((await heat.ask('region', 'POST', '/heat-ports', homes)).status).toBe(404);
  });

  it('is listed for who may see it, by park, company and role', async () => {
    const names = async (who: Parameters<typeof heat.ask>[0], query: string): Promise<unknown[]> =>
      itemsOf(await heat.ask(who, 'GET', `/heat-ports?${query}`)).map((one) => one['companyName']);

    expect(new Set(await names('dairy', 'park=de-mars'))).toEqual(new Set(['Dairy']));
    expect(await names('key', `company=${heat.companies.silent.company}`)).toEqual(['Silent']);
    expect(await names('parkmanager', 'park=de-mars')).not.toContain('Silent');
    expect(await names('region', '')).toEqual([]);
  });

  it('appears by itself for a heat meter, and stays away once it was removed', async () => {
    const { company } = heat.companies.dairy;
    const connection = (await heat.ask('key', 'POST', '/connections', { ean: '871999900000000042', company, carrier: 'heat', validFrom: '2026-01-01' })).body['id'];
    const meter = (await heat.ask('key', 'POST', '/meters', { connection, serial: 'H-1', carrier: 'heat', role: 'heat-source', validFrom: '2026-01-01' })).body['id'];
    const mineOf = async (): Promise<number[]> =>
      itemsOf(await heat.ask('dairy', 'GET', '/heat-ports'))
        .filter((one) => one['meter'] === meter)
        .map((one) => Number(one.id));
    const [port] = await mineOf();

    expect((await heat.ask('dairy', 'GET', `/heat-ports/${port}`)).body).toMatchObject({ role: 'source', provenance: 'measured', derivation: 'direct' });
    await heat.ask('dairy', 'DELETE', `/heat-ports/${port}`);
    expect(await mineOf()).toEqual([]);
  });
});
