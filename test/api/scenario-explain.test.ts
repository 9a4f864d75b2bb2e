// What a figure of a scenario is made of: what was measured, as the balance explains it, and what each step changes in the order of the steps.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawNumbers } from './explained-draw.ts';
import { type ExplainedGround, startGround } from './explained-ground.ts';
import { rows } from './explained-parts.ts';
import { randoms } from './explained-region.ts';
import { reckonScenario, scenarioNumbers } from './explained-scenarios.ts';
import { BOOTSTRAP, signIn } from './small-region.ts';

let ground: ExplainedGround;
let path = '';
beforeAll(async () => {
  ground = await startGround(5);
  path = `/scenarios/${ground.places.scenarios[0]}/results`;
}, 60_000);
afterAll(() => ground.small.stop());

describe('a figure of a scenario', () => {
  it('is the base and what each step changes, to the last digit, most of them', async () => {
    const numbers = await scenarioNumbers(ground.get, ground.places.scenarios);
    const { wrong, moved } = await drawNumbers(ground.get, numbers, { wanted: 150, below: randoms(5) });

    expect(wrong).toEqual([]);
    expect(moved).toBeGreaterThan(40);
  }, 120_000);

  it('lists the steps in the order in which they are applied, with the values in use', async () => {
    const body = await ground.get(`${path}/explain?field=importKwh`);

    expect(rows(body['steps']).map(({ at, kind }) => [at, kind])).toEqual([
      [1, 'pv'],
      [2, 'battery'],
      [4, 'truck-hub'],
      [0, 'group-contract'],
      [3, 'electrification'],
    ]);
    expect(body).toMatchObject({ level: 'steps', unit: 'kWh', order: 'canonical', parameters: { own: [{ code: 'highEurPerKwh', value: 0.3123 }] } });
    expect(String(body['base'] === null)).toBe('false');
  });

  it('of the euros before the steps is the kWh times the prices in use', async () => {
    const body = await ground.get(`${path}/explain?field=importEur&of=base`);

    expect(rows(body['parts'])).toMatchObject([{ field: 'highKwh', weight: 0.3123 }, { field: 'lowKwh' }]);
    expect(reckonScenario(body)).toBe(body['value']);
  });

  it('of a share is what is used of what is made, each by its steps', async () => {
    const body = await ground.get(`${path}/explain?field=selfConsumption.collective`);
    const [part] = rows(body['parts']);
    const own = await ground.get(String(part?.['explain']));

    expect(body).toMatchObject({ level: 'ratio', unit: 'share' });
    expect([own['level'], own['field'], reckonScenario(own)]).toEqual(['steps', 'collectiveUseKwh', own['value']]);
  });

  it.each([
    ['field=nothing', 422],
    ['field=money.paybackYears', 422],
    ['field=money.capexEur&of=difference', 422],
  ])('that is not there (%s) is refused', async (query, status) => {
    expect((await ground.small.ask('GET', `/api/v1${path}/explain?${query}`, { key: BOOTSTRAP })).status).toBe(status);
  });

  it('is told to nobody who may not see the scenario', async () => {
    await ground.small.app.parts.auth.ensureAccount({ email: 'r@example.org', password: 'a long enough password', name: 'r', roles: [{ role: 'region' }] });
    const cookie = await signIn(ground.small, 'r@example.org', 'a long enough password');

    expect((await ground.small.ask('GET', `/api/v1${path}/explain?field=importKwh`, { cookie })).status).toBe(404);
  });
});
