// Simulated is visible: on a demo folder every answer of every route says so, and on a real one none does.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { BOOTSTRAP, bringFigure, bringFile, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

/** What a route has to be asked. */
function wishOf(path: string, { connection, meter }: Objects): string {
  if (path === '/reports/{id}/explain') return '?figure=energy.electricity.importAmount';
  if (path.endsWith('/join')) return '?kw=1';
  if (path.endsWith('/join/explain')) return '?kw=1&field=failingDays';
  if (path.endsWith('/year/explain')) return '?field=utilization.share';
  if (path.endsWith('/totals/explain')) return '?field=violations';
  if (path.endsWith('/peaks/explain')) return '?field=kwMax';
  if (path.endsWith('/heat-trial')) return '?code=gasEurPerM3&value=0.9';
  if (path.endsWith('/conversions/explain')) return `?conversion=1&field=inputs.coverage&meter=${meter}`;
  return path.endsWith('/cross-checks/explain') ? `?check=parts&connection=${connection}&field=quarters` : '';
}

describe.each([{ simulated: true }, { simulated: false }])('on a folder with simulated: $simulated', ({ simulated }) => {
  let region: SmallRegion;
  let objects: Objects;
  /** By the first word of a route; where none stands it is about a gateway. */
  let ids: Readonly<Record<string, number | string>>;
  beforeAll(async () => {
    region = await startApp({ simulated });
    objects = await makeCompany(region, { park: 'de-mars', name: 'Simulatie Proef', ean: '871999900000000011', shares: true });
    const make = async (path: string, body: unknown): Promise<number> => Number((await region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body })).body['id']);
    const heat = (body: object): Promise<number> => make('/heat-ports', { validFrom: '2020-01-01', ...body });
    const port = await heat({ company: objects.company, role: 'source', powerKw: 900, supplyC: 90, returnC: 50 });
    const { account } = await region.app.parts.auth.accounts.add({ email: 'x@test.nl', name: 'X', roles: [{ role: 'region' }], password: null });
    ids = {
      users: account.id,
      'heat-ports': port,
      'heat-matches': region.app.parts.deps.heat.names.nameOf(port, await heat({ park: 'de-mars', role: 'sink', powerKw: 800, supplyC: 60, returnC: 35 })),
      scenarios: await make('/scenarios', { company: objects.company, name: 'S', steps: [{ kind: 'pv', kwp: 5 }] }),
      companies: objects.company,
      connections: objects.connection,
      meters: objects.meter,
      imports: await bringFile(region, objects.company),
      figures: await bringFigure(region, objects.company),
      groups: await make('/groups', { park: 'de-mars', name: 'G', rule: 'fixed', limitImportKw: 9, validFrom: '2026-01-01' }),
      'material-streams': await make('/material-streams', { company: objects.company, direction: 'offer', euralCode: '15 01 01', tonnesPerMonth: 3 }),
      reports: await make('/reports', { kind: 'park-month', park: 'de-mars', period: new Date().toISOString().slice(0, 7) }),
    };
    await make(`/companies/${objects.company}/products`, { name: 'P', flows: { massTonnes: 1 } });
    // Something to hold against the main meter.
    const sub = await make('/meters', { connection: objects.connection, serial: 'sub', carrier: 'electricity', role: 'sub', validFrom: '2026-01-01' });
    await region.app.parts.directory.addRegisters([{ meter: sub, name: 'import', carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh' }]);
    const pump = { company: objects.company, kind: 'heat-pump' as const, name: 'pump', inputs: [objects.meter], outputs: [sub], from: epochMs(0), to: null };
    await region.app.parts.deps.conversions.add(pump, { author: 'x', at: epochMs(0) });
    // A meter without a counter has nothing to explain.
    await region.ask('POST', `/api/v1/ingest/${objects.gateway}`, { key: BOOTSTRAP, body: { importKwh: 12 } });
    await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
  });
  afterAll(() => region.stop());

  it('every route with an answer carries the mark and fits its published shape', async () => {
    const routes = region.app.parts.api.mounted.filter(({ method, path }) => method === 'get' && path !== '/live' && !/\/(document|file)$/.test(path));
    const marks = await Promise.all(
      routes.map(async ({ path, answer: schema }) => {
        const id = ids[path.split('/')[1] ?? ''] ?? objects.gateway;
        const field = path.endsWith('balance/explain') ? '&field=importKwh' : '';
        const wish = wishOf(path, objects);
        const period = /balance|readings|quarters|energy-flows|{id}\/days/.test(path) ? `?from=2026-11-01&to=2026-11-02${field}` : wish;
        const answer = await region.ask('GET', `/api/v1${path.replace('{park}', 'de-mars').replace('{id}', String(id))}${period}`, { key: BOOTSTRAP });
        // What is answered is what the OpenAPI document says.
        if (schema !== 'events') schema.parse(answer.body);
        return { path, status: answer.status, simulated: answer.body['simulated'] };
      }),
    );

    expect(routes.length).toBeGreaterThan(20);
    expect(marks).toEqual(routes.map(({ path }) => ({ path, status: 200, simulated })));
  });

  it('every event of the stream carries the mark', async () => {
    const stop = new AbortController();
    const response = await fetch(`${region.app.parts.urls.web}/api/v1/live`, { headers: { authorization: `Bearer ${BOOTSTRAP}` }, signal: stop.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let events = (await reader?.read())?.value ?? '';
    await region.ask('POST', `/api/v1/ingest/${objects.gateway}`, { key: BOOTSTRAP, body: { importKwh: 12.5, powerKw: 3 } });
    while (!events.includes('event: changed') || !events.includes('event: gateway')) events += (await reader?.read())?.value ?? '';
    stop.abort();

    const data = [...events.matchAll(/^data: (.*)$/gm)].map((match): unknown => JSON.parse(match[1] ?? '{}'));
    expect(data.length).toBeGreaterThan(2);
    for (const event of data) expect(event).toMatchObject({ simulated });
  });

  it('health says so too', async () => {
    const answer = await region.ask('GET', '/healthz');

    expect(answer.body).toMatchObject({ ok: true, simulated });
  });
});

describe('a folder', () => {
  it('that holds real data is refused by the simulator, and the other way round', async () => {
    const real = await startApp({ simulated: false });
    await real.app.close();

    await expect(startApp({ simulated: true, dataDir: real.dataDir })).rejects.toThrow(/holds real data/);
  });

  it('in use is refused with the process that holds it', async () => {
    const first = await startApp();

    await expect(startApp({ dataDir: first.dataDir })).rejects.toThrow(/in use/);
    await first.stop();
  });
});
