// Figures without a wire, over the API: spread exactly, flag S, no peak, with author and document, and taken back.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentType, DOCUMENT_BYTES_MAX } from '../../src/api/figures.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

let small: SmallRegion;
let own: Objects;
let gas: number;
let cookie: string;

beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  own = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: '871999900000000011', shares: true });
  const connection = await small.ask('POST', '/api/v1/connections', {
    key: BOOTSTRAP,
    body: { ean: '871999900000000035', company: own.company, carrier: 'gas', validFrom: '2025-01-01' },
  });
  gas = Number(connection.body['id']);
  await small.app.parts.auth.ensureAccount({ email: 'a@test.nl', password: 'a long password', name: 'Anna', roles: [{ role: 'company', company: own.company }] });
  cookie = await signIn(small, 'a@test.nl', 'a long password');
}, 60_000);
afterAll(() => small.stop());

const post = (body: Record<string, unknown>): Promise<Answer> => small.ask('POST', '/api/v1/figures', { cookie, body: { company: own.company, ...body } });
const balance = (carrier: string, from: string, to: string): Promise<Answer> =>
  small.ask('GET', `/api/v1/companies/${own.company}/balance?carrier=${carrier}&from=${from}&to=${to}&step=P1M`, { cookie });
const total = (answer: Answer, name: string): unknown => {
  const { totals } = answer.body;
  return typeof totals === 'object' && totals !== null && name in totals ? Object.entries(totals).find(([key]) => key === name)?.[1] : undefined;
};
async function document(bytes: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${small.app.parts.urls.web}/api/v1/documents?name=meterstand%20maart.jpg`, {
    method: 'POST',
    headers: { cookie },
    body: Buffer.from(bytes, 'latin1'),
  });
  return { status: response.status, body: await response.json() };
}

describe('a counter read by hand', () => {
  it('is in the balance as its difference, substituted, and makes no peak', async () => {
    const photo = await document('\u00ff\u00d8\u00ff\u00e0 a photo');
    const figure = await post({
      kind: 'reading',
      connection: own.connection,
      flow: 'import',
      unit: 'kWh',
      firstReading: 1000.1,
      lastReading: 13_446.2,
      from: '2026-03-01',
      to: '2026-04-01',
      document: photo.body['document'],
      note: 'zelf afgelezen',
    });
    const month = await balance('electricity', '2026-03-01', '2026-04-01');

    // 13,446.2 - 1,000.1 = 12,446.1 kWh over the 2,972 quarters of March 2026 (31 x 96 - 4).
    expect(figure.status).toBe(201);
    expect(figure.body).toMatchObject({
      amount: 12_446.1,
      unit: 'kWh',
      quality: 'S',
      author: 'Anna',
      note: 'zelf afgelezen',
      document: { name: 'meterstand maart.jpg', type: 'image/jpeg' },
    });
    expect(total(month, 'consumptionKwh')).toBe(12_446.1);
    expect(month.body).toMatchObject({ coverage: 1, quality: { S: 1 }, quartersEstimated: 2972 });
    expect(total(month, 'peakImportKw')).toBeNull();
    const day = 'from=2026-03-10&to=2026-03-11';
    const why = await small.ask('GET', `/api/v1/companies/${own.company}/balance/explain?${day}&field=importKwh`, { cookie });
    expect(why.body['value']).toBe(total(await balance('electricity', '2026-03-10', '2026-03-11'), 'importKwh'));
  });

  it('refuses a second figure of the same period, and a counter that runs back', async () => {
    const again = await post({ kind: 'invoice', connection: own.connection, flow: 'import', unit: 'kWh', amount: 5, from: '2026-03-31', to: '2026-04-02' });
    const back = await post({ kind: 'reading', connection: own.connection, flow: 'import', unit: 'kWh', firstReading: 10, lastReading: 9, from: '2026-04-01', to: '2026-05-01' });

    // Of the 192 quarters the 96 of 31 March are taken.
    expect([again.status, again.body['detail']]).toEqual([409, expect.stringMatching(/^96 of the 192 quarters/)]);
    expect([back.status, back.body['detail']]).toEqual([422, expect.stringMatching(/does not run back/)]);
  });
});

describe('an invoice of gas', () => {
  it('conserves its total to the millionth, and is gone when it is taken back', async () => {
    const figure = await post({ kind: 'invoice', connection: gas, flow: 'import', unit: 'm3', amount: 12_345.678_901, from: '2025-01-01', to: '2026-01-01' });
    const year = await balance('gas', '2025-01-01', '2026-01-01');
    expect(total(year, 'consumptionM3')).toBe(12_345.678_901);

    expect((await small.ask('DELETE', `/api/v1/figures/${Number(figure.body['id'])}`, { cookie })).status).toBe(204);
    expect((await balance('gas', '2025-01-01', '2026-01-01')).body['coverage']).toBe(0);
    expect((await small.ask('DELETE', `/api/v1/figures/${Number(figure.body['id'])}`, { cookie })).status).toBe(404);
  });

  it.each([
    [{ kind: 'invoice', unit: 'kWh', amount: 5, from: '2026-01-01', to: '2026-02-01' }, 422, 'invalid-request'],
    [{ kind: 'invoice', unit: 'm3', amount: 5, from: '2024-01-01', to: '2024-02-01' }, 422, 'invalid-request'],
    [{ kind: 'invoice', unit: 'm3', amount: 5, from: '2025-01-01', to: '2028-02-01' }, 422, 'period-too-long'],
    [{ kind: 'invoice', unit: 'm3', amount: 5, from: '2026-02-01', to: '2026-02-01' }, 422, 'reversed-period'],
    [{ kind: 'invoice', unit: 'm3', amount: 5, from: '2026-02-30', to: '2026-03-01' }, 422, 'invalid-request'],
    [{ kind: 'invoice', unit: 'm3', amount: -5, from: '2026-02-01', to: '2026-03-01' }, 422, 'invalid-request'],
    [{ kind: 'invoice', unit: 'm3', amount: 5, from: '2026-02-01', to: '2099-03-01' }, 422, 'period-too-long'],
    [{ kind: 'invoice', unit: 'm3', amount: 5, from: '2026-02-01', to: '2026-03-01', document: 'of somebody else' }, 422, 'invalid-request'],
  ])('is refused when it does not fit: %j', async (figure, status, code) => {
    const answer = await post({ connection: gas, flow: 'import', ...figure });

    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });
});

describe('fuel', () => {
  it('stands beside the balance, with its unit and no quality', async () => {
    const answer = await post({ kind: 'fuel', fuel: 'hvo100', amount: 1200.5, from: '2026-01-01', to: '2026-04-01' });
    const list = await small.ask('GET', `/api/v1/figures?company=${own.company}`, { cookie });

    expect(answer.body).toMatchObject({ kind: 'fuel', subject: 'hvo100', flow: 'consumption', amount: 1200.5, unit: 'l', quality: null });
    expect(JSON.stringify(list.body['items'])).toContain('"hvo100"');
    expect(total(await balance('electricity', '2026-01-01', '2026-02-01'), 'consumptionKwh')).toBe(0);
  });
});

describe('a document', () => {
  it.each([
    ['%PDF-1.7', 'application/pdf'],
    ['\u00ff\u00d8\u00ff\u00e1', 'image/jpeg'],
    ['\u0089PNG\r\n\u001a\n', 'image/png'],
    ['RIFF0000WEBPVP8 ', 'image/webp'],
    ['0000ftypheic', 'image/heic'],
    ['<html><script>', null],
    ['PK\u0003\u0004', null],
  ])('that begins with %j is %s', (head, type) => {
    expect(documentType(Buffer.from(head, 'latin1'))).toBe(type);
  });

  it('that is a page with a script is refused', async () => {
    expect(await document('<html><script>alert(1)</script>')).toMatchObject({ status: 422, body: { code: 'unreadable-file' } });
  });

  it('above the limit is refused', async () => {
    expect((await document(`%PDF-1.7${'x'.repeat(DOCUMENT_BYTES_MAX)}`)).status).toBe(413);
  });

  it('comes back as it was, to be saved and not to be shown', async () => {
    const list = await small.ask('GET', `/api/v1/figures?company=${own.company}`, { cookie });
    const figures: { id: number; document: object | null }[] = JSON.parse(JSON.stringify(list.body['items']));
    const id = figures.find((one) => one.document !== null)?.id;
    const answer = await fetch(`${small.app.parts.urls.web}/api/v1/figures/${id}/document`, { headers: { cookie } });

    expect(Buffer.from(await answer.arrayBuffer()).toString('latin1')).toBe('\u00ff\u00d8\u00ff\u00e0 a photo');
    expect([answer.headers.get('content-type'), answer.headers.get('content-disposition'), answer.headers.get('x-content-type-options')]).toEqual([
      'image/jpeg',
      "attachment; filename*=UTF-8''meterstand%20maart.jpg",
      'nosniff',
    ]);
  });
});
