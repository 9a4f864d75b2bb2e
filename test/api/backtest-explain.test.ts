// How good forecasts were is what each of them brings, at every place; who may not see the members gets the score alone.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localAdd, localFloor, toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { backtestNumbers, reckonBacktest } from './explained-backtest.ts';
import { getterOf } from './explained-ground.ts';
import { rows } from './explained-parts.ts';
import { randoms } from './explained-region.ts';
import { measure } from './measured.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const DAYS = 40;
let small: SmallRegion;
const companies: Objects[] = [];
let asRegion: string;

beforeAll(async () => {
  small = await startApp();
  const below = randoms(9);
  const begin = localAdd(localFloor(epochMs(Date.now()), 'P1D'), 'P1D', -DAYS);
  for (const end of ['011', '028', '035', '042', '059', '066']) {
    const made = await makeCompany(small, { park: 'de-mars', name: `Company ${end}`, ean: `871999900000000${end}`, shares: true });
    companies.push(made);
    // The last one never changes: nothing errs there.
    const kw = Array.from({ length: Math.ceil((Date.now() - begin) / 900_000) }, (_, t) => (end === '066' ? 5 : 60 + (t % 96) + below(20_000_000) / 1e6));
    await measure(small, made.meter, { from: toIso(begin), kw });
  }
  await small.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'region', roles: [{ role: 'region' }] });
  asRegion = await signIn(small, 'region@test.nl', 'a long password');
}, 60_000);
afterAll(() => small.stop());

const ask = async (path: string, cookie?: string) => small.ask('GET', `/api/v1${path}`, cookie === undefined ? { key: BOOTSTRAP } : { cookie });

describe('how good forecasts were', () => {
  it.each(['park', 'company', 'connection', 'company that never changes'])(
    'at a %s is every number what each forecast brings',
    async (place) => {
      const paths: Readonly<Record<string, string>> = {
        park: '/parks/de-mars',
        company: `/companies/${companies[0]?.company}`,
        connection: `/connections/${companies[1]?.connection}`,
      };
      const get = getterOf(small);
      const numbers = await backtestNumbers(get, `${paths[place] ?? `/companies/${companies[5]?.company}`}/forecast/backtest`);
      const wrong: unknown[] = [];
      for (const one of numbers) {
        const body = await get(one.explain);
        if (body['value'] !== one.told || one.reckon(body) !== one.told) wrong.push([one.explain, one.told, body['value'], one.reckon(body)]);
      }

      expect(wrong).toEqual([]);
      // Both directions: seven times ahead and all together, and four figures of all.
      expect(numbers).toHaveLength(2 * (8 * 9 + 4));
    },
    60_000,
  );

  it('names each moment from which was forecast, with the quarters that were measured later', async () => {
    const path = `/companies/${companies[0]?.company}`;
    const { body } = await ask(`${path}/forecast/backtest/explain?field=meanErrorKw&ahead=48`);
    const score = (await ask(`${path}/forecast/backtest`)).body;
    const origins = rows(body['origins']);

    expect(body).toMatchObject({ unit: 'kW', level: 'mean', fromHours: 36, toHours: 48, model: { method: 'week-level' } });
    expect(origins).toHaveLength(Number(score['forecasts']));
    expect([origins[0]?.['start'], origins.at(-1)?.['start']]).toEqual([score['from'], score['to']]);
    expect(origins[0]).toMatchObject({ quarters: 48, plain: null });
    const measured = await ask(String(origins[0]?.['measured']));
    expect([measured.status, rows(measured.body['items']).length]).toEqual([200, 192]);
  });

  it('is told to the region as one number, without the moments', async () => {
    const path = '/parks/de-mars/forecast/backtest';
    const told = (await ask(path, asRegion)).body['skill'];
    const { body } = await ask(`${path}/explain?field=skill`, asRegion);

    expect(typeof told).toBe('number');
    expect(body).toMatchObject({ level: 'together', value: told, origins: [] });
    expect(reckonBacktest((await ask(`${path}/explain?field=skill`)).body)).toBe((await ask(path)).body['skill']);
  });

  it('has no other rows than the score, and a verdict only of all together', async () => {
    const path = '/parks/de-mars/forecast/backtest/explain';

    expect((await ask(`${path}?ahead=5`)).body['code']).toBe('invalid-request');
    expect((await ask(`${path}?field=skill&ahead=6`)).body['code']).toBe('invalid-request');
    expect((await ask(`${path}?field=verdict`)).status).toBe(422);
  });
});
