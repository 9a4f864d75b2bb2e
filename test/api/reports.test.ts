// Reports over the API: the figures of the screens, frozen when published, as files that are read back.
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localAdd, localDay, localFloor } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['871999900000000011', '871999900000000028'];
const QUARTER_MS = 900_000;
const lastMonth = localAdd(localFloor(epochMs(Date.now()), 'P1M'), 'P1M', -1);
const noon = lastMonth + 4 * 86_400_000 + 12 * 3_600_000;
const { year, month } = localDay(lastMonth);
const PERIOD = `${year}-${String(month).padStart(2, '0')}`;
const iso = (ms: number): string => new Date(ms).toISOString();

let region: SmallRegion;
const companies: Objects[] = [];
const cookies: Record<string, string> = {};

const post = (path: string, body: unknown, cookie?: string): Promise<Answer> =>
  region.ask('POST', `/api/v1${path}`, cookie === undefined ? { key: BOOTSTRAP, body } : { cookie, body });
const get = (path: string, cookie?: string): Promise<Answer> => region.ask('GET', `/api/v1${path}`, cookie === undefined ? { key: BOOTSTRAP } : { cookie });

async function file(id: number, query: string): Promise<{ type: string; bytes: Buffer }> {
  const response = await fetch(`${region.app.parts.urls.web}/api/v1/reports/${id}/file?${query}`, { headers: { authorization: `Bearer ${BOOTSTRAP}` } });
  expect(response.status).toBe(200);
  return { type: response.headers.get('content-type') ?? '', bytes: Buffer.from(await response.arrayBuffer()) };
}

async function measure(company: Objects, kwh: number, atMs = noon): Promise<void> {
  for (const [index, at] of [atMs, atMs + QUARTER_MS].entries()) {
    const body = { time: iso(at), importKwh: 1000 + index * kwh };
    expect((await region.ask('POST', `/api/v1/ingest/${company.gateway}`, { basic: `${company.username}:${company.password}`, body })).status).toBe(202);
  }
  await region.app.parts.store.ask({ kind: 'projected', seq: region.app.parts.journal.durableSeq });
}

beforeAll(async () => {
  region = await startApp();
  for (const [index, ean] of EANS.entries()) companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${index}`, ean, shares: index === 0 }));
  const accounts = { region: { role: 'region' }, manager: { role: 'parkmanager', parks: ['de-mars'] }, own: { role: 'company', company: companies[1]?.company ?? 0 } } as const;
  for (const [name, role] of Object.entries(accounts)) {
    await region.app.parts.auth.ensureAccount({ email: `${name}@test.nl`, password: 'a long password', name, roles: [role] });
    cookies[name] = await signIn(region, `${name}@test.nl`, 'a long password');
  }
  await measure(companies[0] ?? expect.fail(), 100);
  await measure(companies[1] ?? expect.fail(), 7);
}, 60_000);
afterAll(() => region.stop());

const figuresOf = (answer: Answer): Record<string, unknown> & { energy: Record<string, unknown>[]; steps: Record<string, unknown>[]; emissions: { totals: unknown } } =>
  JSON.parse(JSON.stringify(answer.body['figures']));

describe('the report of a month of a park', () => {
  let id = 0;

  it('is a draft with the figures that the manager of the park may see', async () => {
    const made = await post('/reports', { kind: 'park-month', park: 'de-mars', period: PERIOD }, cookies['manager']);
    expect([made.status, made.body['state'], made.body['period'], made.body['createdBy']]).toEqual([201, 'draft', PERIOD, 'manager']);
    id = Number(made.body['id']);
    const answer = await get(`/reports/${id}`, cookies['manager']);
    const figures = figuresOf(answer);

    // The second company shares with nobody: its 7 kWh are in no figure of the park.
    expect(figures.energy[0]).toMatchObject({ carrier: 'electricity', importAmount: 100, consumptionAmount: 100 });
    expect(figures.steps.filter((step) => step['importKwh'] === 100)).toHaveLength(1);
    // 100 kWh x 0.2 by location and 0.401 by contract, the factors of 2026.
    expect(figures.emissions.totals).toMatchObject({ scope1Kg: 0, scope2: { locationBasedKg: 20, marketBasedKg: 40.1 } });
    expect((await get(`/reports?park=de-mars`, cookies['manager'])).body['items']).toMatchObject([{ id, kind: 'park-month' }]);
  });

  it('holds no more when the operator made it', async () => {
    const made = await post('/reports', { kind: 'park-month', park: 'de-mars', period: PERIOD });
    expect(figuresOf(await get(`/reports/${Number(made.body['id'])}`)).energy[0]).toMatchObject({ importAmount: 100 });
    expect((await region.ask('DELETE', `/api/v1/reports/${Number(made.body['id'])}`, { key: BOOTSTRAP })).status).toBe(204);
  });

  it('stays as it was published, whatever comes in afterwards, to the byte of its PDF', async () => {
    const published = await post(`/reports/${id}/publication`, {}, cookies['manager']);
    expect([published.status, published.body['state']]).toEqual([200, 'published']);
    expect(published.body['sha256']).toMatch(/^[0-9a-f]{64}$/);
    const [before, pdf] = [figuresOf(await get(`/reports/${id}`)), await file(id, 'format=pdf')];
    await measure(companies[0] ?? expect.fail(), 300, noon + 86_400_000);
    const draft = await post('/reports', { kind: 'park-month', park: 'de-mars', period: PERIOD });

    // From 1,100 down to 1,000 is no energy; the next quarter brings 300.
    expect(figuresOf(await get(`/reports/${Number(draft.body['id'])}`)).energy[0]?.['importAmount']).toBeGreaterThan(100);
    expect(figuresOf(await get(`/reports/${id}`))).toEqual(before);
    expect((await file(id, 'format=pdf')).bytes.equals(pdf.bytes)).toBe(true);
    expect((await post(`/reports/${id}/publication`, {})).body['code']).toBe('conflict');
    expect((await region.ask('DELETE', `/api/v1/reports/${id}`, { key: BOOTSTRAP })).body['code']).toBe('conflict');
  });

  it('is a tagged PDF in the language that was asked for', async () => {
    const { type, bytes } = await file(id, 'format=pdf&lang=nl');
    const text = bytes.toString('latin1');

    expect(type).toBe('application/pdf');
    expect(text).toMatch(/^%PDF-1\.7/);
    for (const mark of ['/StructTreeRoot', '/Marked true', '/Lang (nl-NL)', '/S /H1', '/S /Table', '/S /TH', '/S /TD', '/DisplayDocTitle true']) expect(text).toContain(mark);
    expect((await file(id, 'format=pdf&lang=en')).bytes.toString('latin1')).toContain('/Lang (en-GB)');
  });

  it('is a spreadsheet with a sheet that says how it was made', async () => {
    const { bytes } = await file(id, 'format=xlsx&lang=en');
    const sheets = await readXlsxFile(bytes);

    expect(sheets.map(({ sheet }) => sheet)).toEqual(expect.arrayContaining(['About this report', 'Energy', 'CO2 emissions']));
    const rows = sheets.find(({ sheet }) => sheet === 'Energy')?.data ?? [];
    expect(rows.find(([carrier]) => carrier === 'Electricity')?.slice(1, 3)).toEqual(['kWh', 100]);
    expect(JSON.stringify(sheets[0]?.data)).toContain('2026-08-20');
  });

  it('is a CSV with the same figures, its decimals as the reader writes them', async () => {
    const nl = (await file(id, 'format=csv&lang=nl')).bytes.toString('utf8');
    const en = (await file(id, 'format=csv&lang=en')).bytes.toString('utf8');

    expect(nl.startsWith('\ufeff"Maandrapport')).toBe(true);
    expect(nl).toContain('"Scope 2, naar contract";40,1');
    expect(en).toContain('"Scope 2, market-based",40.1');
  });
});

describe('the report of a year of a company', () => {
  it('is its own: with its manager only when it shares with it', async () => {
    const own = await post('/reports', { kind: 'company-year', company: companies[1]?.company, period: String(year) }, cookies['own']);
    expect(own.status).toBe(201);
    const path = `/reports/${Number(own.body['id'])}`;
    const figures = figuresOf(await get(path, cookies['own']));

    expect(figures.energy[0]).toMatchObject({ importAmount: 7 });
    expect(figures.steps.map((step) => step['importKwh'])).toContain(7);
    for (const other of ['manager', 'region']) expect((await get(path, cookies[other])).status).toBe(404);
    expect((await get('/reports', cookies['manager'])).body['items']).not.toContainEqual(expect.objectContaining({ kind: 'company-year' }));
    expect((await post('/reports', { kind: 'company-year', company: companies[1]?.company, period: String(year) }, cookies['manager'])).status).toBe(404);
  });

  it('is published when the year is over, and not before', async () => {
    const thisYear = String(localDay(epochMs(Date.now())).year);
    const made = await post('/reports', { kind: 'company-year', company: companies[1]?.company, period: thisYear });
    const answer = await post(`/reports/${Number(made.body['id'])}/publication`, {});

    expect([answer.status, answer.body['code']]).toEqual([409, 'conflict']);
    expect(String(answer.body['detail'])).toContain('after that');
  });
});

describe('a report that cannot be', () => {
  it.each([
    [{ kind: 'park-month', park: 'de-mars', period: '2026' }, 422, 'a month'],
    [{ kind: 'park-month', park: 'de-mars', period: '2026-13' }, 422, 'a month'],
    [{ kind: 'company-year', company: 1, period: '2026-10' }, 422, 'a year'],
    [{ kind: 'park-month', park: 'de-mars', period: '2099-01' }, 422, 'not begun'],
    [{ kind: 'park-month', park: 'de-mars', period: PERIOD, factors: 'nonsense' }, 422, 'nonsense'],
    [{ kind: 'park-month', park: 'nowhere', period: PERIOD }, 404, ''],
    [{ kind: 'park-month', period: PERIOD }, 404, ''],
    [{ kind: 'company-year', period: '2025' }, 404, ''],
  ])('%j is refused with what to send', async (body, status, says) => {
    const answer = await post('/reports', body);

    expect(answer.status).toBe(status);
    expect(String(answer.body['detail'])).toContain(says);
  });
});

describe('the year of a park and of the region', () => {
  const thisYear = String(localDay(epochMs(Date.now())).year);

  it('of a park holds what its manager may see, month by month', async () => {
    const made = await post('/reports', { kind: 'park-year', park: 'de-mars', period: String(year) }, cookies['manager']);
    expect(made.body).toMatchObject({ kind: 'park-year', park: 'de-mars', period: String(year) });
    const figures = figuresOf(await get(`/reports/${Number(made.body['id'])}`, cookies['manager']));
    const balance = await get(`/parks/de-mars/balance?from=${year}-01-01&to=${year + 1}-01-01&step=P1M`, cookies['manager']);
    const totals: { importKwh: number } = JSON.parse(JSON.stringify(balance.body['totals']));
    expect(totals.importKwh).toBeGreaterThanOrEqual(100);
    expect(figures.energy[0]).toMatchObject({ carrier: 'electricity', importAmount: totals.importKwh });
    expect(figures.steps.length).toBeLessThanOrEqual(12);
    expect((await file(Number(made.body['id']), 'format=csv')).bytes.toString()).toContain('Jaarrapport');
    expect((await get(`/reports/${Number(made.body['id'])}`, cookies['region'])).status).toBe(404);
  });

  it('of the region is made by the region, and keeps back what one company makes up', async () => {
    const made = await post('/reports', { kind: 'region-year', period: thisYear }, cookies['region']);
    expect([made.status, made.body['kind'], made.body['park']]).toEqual([201, 'region-year', null]);
    const answer = await get(`/reports/${Number(made.body['id'])}`, cookies['region']);
    expect(answer.status).toBe(200);
    const figures = figuresOf(answer);
    expect(figures).toMatchObject({ park: null, capacity: [] });
    expect(JSON.stringify(figures['signs'])).toContain('too-few');
    expect(JSON.stringify([figures.energy, figures.steps, figures['parks'], figures.emissions.totals])).not.toContain('100');
    expect((await file(Number(made.body['id']), 'format=csv&lang=en')).bytes.toString()).toContain('Annual report of the region');
    expect((await get('/reports', cookies['region'])).body['items']).toMatchObject([{ kind: 'region-year' }]);
  });

  it.each([
    [{ kind: 'region-year', period: '2026-10' }, 'region', 422],
    [{ kind: 'region-year', park: 'de-mars', period: '2026' }, 'region', 404],
    [{ kind: 'region-year', period: '2026' }, 'manager', 404],
    [{ kind: 'park-year', park: 'de-mars', period: '2026' }, 'region', 404],
    [{ kind: 'park-year', period: '2026' }, 'manager', 404],
  ] as const)('%o by the %s answers %i', async (body, who, status) => {
    expect((await post('/reports', body, cookies[who])).status).toBe(status);
  });
});
