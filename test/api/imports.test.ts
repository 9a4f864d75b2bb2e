// A file from upload to balance and back, over the API: who may, what it shows, what it writes, and undo.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { IMPORT_BYTES_MAX } from '../../src/api/imports.ts';
import { AUTUMN, dutch, quarterStarts } from '../ingest/import-samples.ts';
import { type Answer, BOOTSTRAP, type Objects, type SmallRegion, bringFile, makeCompany, signIn, startApp } from './small-region.ts';

const EAN_A = '871999900000000011';
const EAN_B = '871999900000000028';
const PERIOD = 'from=2026-10-25&to=2026-10-26';
let small: SmallRegion;
let own: Objects;
let closed: Objects;
let company: string;
let manager: string;

beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  own = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: EAN_A, shares: true });
  closed = await makeCompany(small, { park: 'park-a', name: 'Company B', ean: EAN_B, shares: false });
  const { auth } = small.app.parts;
  await auth.ensureAccount({ email: 'a@test.nl', password: 'a long password', name: 'Anna', roles: [{ role: 'company', company: own.company }] });
  await auth.ensureAccount({ email: 'm@test.nl', password: 'a long password', name: 'Mees', roles: [{ role: 'parkmanager', parks: ['park-a'] }] });
  company = await signIn(small, 'a@test.nl', 'a long password');
  manager = await signIn(small, 'm@test.nl', 'a long password');
}, 60_000);
afterAll(() => small.stop());

async function upload(text: string | Uint8Array<ArrayBuffer>, as: { cookie?: string; key?: string }, name = 'meetdata.csv'): Promise<Answer> {
  const headers: Record<string, string> = { ...(as.cookie !== undefined && { cookie: as.cookie }), ...(as.key !== undefined && { authorization: `Bearer ${as.key}` }) };
  const response = await fetch(`${small.app.parts.urls.web}/api/v1/imports?name=${encodeURIComponent(name)}`, { method: 'POST', headers, body: text });
  return { status: response.status, type: response.headers.get('content-type') ?? '', body: await response.json() };
}
// oxlint-disable-next-line typescript/no-explicit-any -- answers are read as the JSON they are
const at = (answer: Answer, path: string): any => path.split('.').reduce<any>((value, key) => value?.[key], answer.body);

async function start(uploaded: Answer, as: { cookie: string }, over: Record<string, unknown> = {}): Promise<Answer> {
  const id = at(uploaded, 'import.id');
  const choices = { ...at(uploaded, 'preview.choices'), ...over };
  const started = await small.ask('POST', `/api/v1/imports/${id}`, { ...as, body: { choices } });
  expect(started.status).toBe(202);
  return vi.waitFor(
    async () => {
      const answer = await small.ask('GET', `/api/v1/imports/${id}`, as);
      if (answer.body['state'] === 'running') throw new Error('still running');
      return answer;
    },
    { timeout: 20_000, interval: 50 },
  );
}
const balance = async (as: { cookie: string } = { cookie: company }): Promise<Answer> => small.ask('GET', `/api/v1/companies/${own.company}/balance?${PERIOD}`, as);

// 100 quarters of 1.5 kWh: the day of the doubled hour is 150 kWh.
const day = [`Datum en tijd;${EAN_A} afname kWh`, ...quarterStarts(...AUTUMN).map((quarter) => `${dutch(quarter)};1,5`)].join('\r\n');

describe('a file of a metering company', () => {
  it('is shown with what it means, goes in, is in the balance, and out of it again', async () => {
    const uploaded = await upload(day, { cookie: company });
    expect(uploaded.status).toBe(201);
    expect(at(uploaded, 'preview.fault')).toBeNull();
    expect(at(uploaded, 'preview.lines.1')).toMatchObject({
      line: 2,
      became: [{ ok: true, ean: EAN_A, flow: 'import', start: '2026-10-24T22:00:00Z', end: '2026-10-24T22:15:00Z', amount: 1.5, unit: 'kWh', quality: 'M' }],
    });

    const done = await start(uploaded, { cookie: company });
    expect(done.body).toMatchObject({ state: 'done', author: 'Anna', companies: [own.company], share: 1 });
    expect(at(done, 'result')).toMatchObject({ values: 100, refusedTotal: 0, gapQuarters: 0, written: 100, replaced: 0 });
    expect(at(done, 'result.series.0')).toMatchObject({ ean: EAN_A, company: own.company, quarters: 100, total: 150, unit: 'kWh' });

    const inside = await balance();
    expect(at(inside, 'totals.consumptionKwh')).toBe(150);
    expect(at(inside, 'coverage')).toBe(1);
    expect(at(inside, 'quality')).toEqual({ M: 1 });
    // 1.5 kWh in a quarter is 6 kW.
    expect(at(inside, 'totals.peakImportKw')).toBe(6);

    const undone = await small.ask('POST', `/api/v1/imports/${at(done, 'id')}/undo`, { cookie: company, body: { reason: 'verkeerde maand' } });
    expect(undone.body).toMatchObject({ state: 'undone', undoneBy: 'Anna' });
    expect(at(await balance(), 'coverage')).toBe(0);
    const again = await small.ask('POST', `/api/v1/imports/${at(done, 'id')}/undo`, { cookie: company, body: { reason: 'nog eens' } });
    expect(again.status).toBe(409);
  });

  it('with the number of the hour beside the date is read by it, and otherwise where a person says so', async () => {
    const hours = Array.from({ length: 25 }, (_, index) => `25-10-2026;${index + 1};6`);
    const uploaded = await upload(['Datum;Uur;' + EAN_A + ' kWh', ...hours].join('\n'), { cookie: company });
    const choices: object = at(uploaded, 'preview.choices');
    const preview = (timeNumber: object | null): Promise<Answer> =>
      small.ask('POST', `/api/v1/imports/${at(uploaded, 'import.id')}/preview`, { cookie: company, body: { choices: { ...choices, timeNumber } } });

    expect(choices).toMatchObject({ timeColumn: 1, timeNumber: { first: 1, by: 'order' }, intervalMinutes: 60 });
    expect(at(uploaded, 'preview.sample')).toMatchObject({ values: 25, refused: {} });
    // On the clock there is no 25th, and each hour has to be a time where it is none of them.
    expect(at(await preview({ first: 1, by: 'clock' }), 'sample')).toMatchObject({ values: 24, refused: { 'missing-hour': 1 } });
    expect(at(await preview(null), 'sample.refused')).toEqual({ 'bad-time': 25 });
    const done = await start(uploaded, { cookie: company });
    expect(at(done, 'result')).toMatchObject({ values: 25, refusedTotal: 0, gapQuarters: 0 });
    expect(at(await balance(), 'totals.consumptionKwh')).toBe(150);
    await small.ask('POST', `/api/v1/imports/${at(done, 'id')}/undo`, { cookie: company, body: { reason: 'proef' } });
  });

  it('goes in but for the lines that cannot be used, each with its reason', async () => {
    const text = [
      `Datum;${EAN_A} kWh;${EAN_B} kWh`,
      '02-11-2026 00:00;1,0;9',
      '02-11-2026 00:15;n.v.t.;9',
      '02-11-2026 00:30;999,0;9',
      'Totaal;2;2',
      '02-11-2026 00:45;1,0;9',
    ].join('\n');
    const done = await start(await upload(text, { cookie: company }), { cookie: company });

    // B's column is unknown to A, as if there were no such connection; 999 kWh is above 1.1 x 630 kW x 0.25 h.
    expect(at(done, 'result.refused')).toEqual({ 'unknown-ean': 4, 'bad-number': 1, 'above-limit': 1, 'bad-time': 2 });
    expect(at(done, 'result.listed')).toContainEqual({ line: 3, reason: 'bad-number', text: '02-11-2026 00:15 ; n.v.t. ; 9' });
    expect(at(done, 'result')).toMatchObject({ values: 2, gapQuarters: 2 });
    expect(at(done, 'result.gaps')).toEqual([{ ean: EAN_A, flow: 'import', start: '2026-11-01T23:15:00Z', end: '2026-11-01T23:45:00Z' }]);
  });

  it('that comes twice is written once, and what differs is replaced', async () => {
    const first = await start(await upload(day, { cookie: company }), { cookie: company });
    const same = await start(await upload(day, { cookie: company }), { cookie: company });
    const other = await start(await upload(day.replace(';1,5', ';2,5'), { cookie: company }), { cookie: company });

    expect([at(first, 'result.written'), at(same, 'result.written'), at(other, 'result.written'), at(other, 'result.replaced')]).toEqual([100, 0, 1, 1]);
    expect(at(await balance(), 'totals.consumptionKwh')).toBe(151);
  });
});

describe('a park manager', () => {
  it('brings figures of companies that share, and of no other', async () => {
    const text = [`Datum;${EAN_A} kWh;${EAN_B} kWh`, '03-11-2026 00:00;1,0;9', '03-11-2026 00:15;1,0;9'].join('\n');
    const done = await start(await upload(text, { cookie: manager }), { cookie: manager });

    expect(done.body).toMatchObject({ companies: [own.company], result: { values: 2, refused: { 'unknown-ean': 2 } } });
    // The company sees what was brought about it, but not the lines of the file.
    const seen = await small.ask('GET', `/api/v1/imports/${at(done, 'id')}`, { cookie: company });
    expect(seen.body).toMatchObject({ author: 'Mees', own: false, result: { values: 2, listed: [] } });
    expect((await small.ask('POST', `/api/v1/imports/${at(done, 'id')}/preview`, { cookie: company, body: {} })).status).toBe(404);
    expect((await small.ask('POST', `/api/v1/imports/${at(done, 'id')}/undo`, { cookie: company, body: { reason: 'niet van mij' } })).status).toBe(200);
  });

  it('loses sight of it when the company withdraws', async () => {
    const done = await start(await upload([`Datum;${EAN_A} kWh`, '04-11-2026 00:00;1,0', '04-11-2026 00:15;1,0'].join('\n'), { cookie: manager }), { cookie: manager });
    const consents = await small.ask('GET', `/api/v1/companies/${own.company}/consents`, { cookie: company });
    const granted: { id: number; audience: string }[] = at(consents, 'items');
    const mine = granted.find((one) => one.audience === 'parkmanager');
    await small.ask('DELETE', `/api/v1/companies/${own.company}/consents/${mine?.id}`, { cookie: company });

    expect((await small.ask('GET', `/api/v1/imports/${at(done, 'id')}`, { cookie: manager })).status).toBe(404);
    expect(at(await small.ask('GET', '/api/v1/imports', { cookie: manager }), 'items')).toEqual([]);
    await small.ask('POST', `/api/v1/companies/${own.company}/consents`, { cookie: company, body: { audience: 'parkmanager' } });
  });
});

describe('a sender with a name', () => {
  it('is known by its headings: what a person changed once is applied again', async () => {
    const text = (ean: string, date: string): string => ['EAN;Tijdstip;Waarde', `${ean};${date} 00:15;4`, `${ean};${date} 00:30;4`, `${ean};${date} 00:45;4`].join('\n');
    const first = await upload(text(EAN_A, '05-11-2026'), { cookie: company });
    expect(at(first, 'preview.choices')).toMatchObject({ label: 'end', values: [{ unit: 'kWh' }] });
    // The person knows that these are kW at the start of the interval.
    const choices = { ...at(first, 'preview.choices'), label: 'start', values: [{ column: 2, ean: null, flow: 'import', unit: 'kW' }] };
    await small.ask('POST', `/api/v1/imports/${at(first, 'import.id')}`, { cookie: company, body: { choices, sender: 'Meetbedrijf Oost' } });

    const second = await vi.waitFor(
      async () => {
        const answer = await upload(text(EAN_A, '06-11-2026'), { cookie: company });
        if (at(answer, 'preview.sender') === null) throw new Error('not kept yet');
        return answer;
      },
      { timeout: 10_000, interval: 100 },
    );
    expect(at(second, 'preview')).toMatchObject({ sender: 'Meetbedrijf Oost', choices: { label: 'start', values: [{ unit: 'kW' }] } });
    expect(at(second, 'preview.lines.1.became.0.amount')).toBe(1);
  });

  it('is read by the clock in the month that says so, whatever an earlier one seemed to count', async () => {
    const text = (date: string, hours: readonly string[]): string =>
      ['Datum;Uur;Kwartier;' + EAN_A + ' kWh', ...hours.flatMap((hour) => [1, 2, 3, 4].map((quarter) => `${date};${hour};${quarter};1`))].join('\n');
    const shown = Array.from({ length: 24 }, (_, index) => String(index + 1));
    const first = await upload(text('05-11-2026', shown), { cookie: company });
    const choices: object = at(first, 'preview.choices');
    expect(choices).toMatchObject({ intervalMinutes: 15, timeColumn: 1, timeNumber: { first: 1, by: 'order', quarter: { column: 2, counts: 'from-1' } } });
    await small.ask('POST', `/api/v1/imports/${at(first, 'import.id')}`, { cookie: company, body: { choices, sender: 'Meetbedrijf West' } });
    const autumn = text('25-10-2026', shown.toSpliced(2, 1, '3A', '3B'));
    const second = await vi.waitFor(
      async () => {
        const answer = await upload(autumn, { cookie: company });
        if (at(answer, 'preview.sender') === null) throw new Error('not kept yet');
        return answer;
      },
      { timeout: 10_000, interval: 100 },
    );

    expect(at(second, 'preview')).toMatchObject({ sender: 'Meetbedrijf West', choices: { timeNumber: { by: 'clock' } }, sample: { values: 100, refused: {} } });
    expect(at(second, 'preview.lines.12')).toMatchObject({ cells: ['25-10-2026', '3A', '4', '1'], became: [{ start: '2026-10-25T00:45:00Z' }] });
  });

  it('is not known to somebody else', async () => {
    const answer = await upload(['EAN;Tijdstip;Waarde', `${EAN_A};07-11-2026 00:15;4`, `${EAN_A};07-11-2026 00:30;4`].join('\n'), { cookie: manager });

    expect(at(answer, 'preview.sender')).toBeNull();
  });
});

describe('a file in a form', () => {
  const send = (form: FormData, query = ''): Promise<Response> =>
    fetch(`${small.app.parts.urls.web}/api/v1/imports${query}`, { method: 'POST', headers: { cookie: company }, body: form });

  it('is taken like one in the body, under the name it has there', async () => {
    const form = new FormData();
    form.set('note', 'van Oost');
    form.set('file', new File([day], 'meetdata öst.csv', { type: 'text/csv' }));
    const response = await send(form);
    const answer: Record<string, Record<string, unknown>> = await response.json();

    expect([response.status, answer['import']?.['name'], answer['import']?.['bytes']]).toEqual([201, 'meetdata öst.csv', Buffer.byteLength(day)]);
    const id = Number(answer['import']?.['id']);
    const file = await fetch(`${small.app.parts.urls.web}/api/v1/imports/${id}/file`, { headers: { cookie: company } });
    expect([file.status, file.headers.get('content-disposition'), await file.text()]).toEqual([200, "attachment; filename*=UTF-8''meetdata%20%C3%B6st.csv", day]);
    expect((await fetch(`${small.app.parts.urls.web}/api/v1/imports/${id}/file`, { headers: { cookie: manager } })).status).toBe(404);
    // A file that somebody took out of the folder is not there; that is said, and the connection is not cut.
    const gone = await bringFile(small, own.company);
    const missing = await small.ask('GET', `/api/v1/imports/${gone}/file`, { key: BOOTSTRAP });
    expect([missing.status, missing.body['code']]).toEqual([404, 'not-found']);
  });

  it('that holds none, or is cut off, is refused with a sentence', async () => {
    const empty = new FormData();
    empty.set('note', 'x');
    const cut = await fetch(`${small.app.parts.urls.web}/api/v1/imports`, {
      method: 'POST',
      headers: { cookie: company, 'content-type': 'multipart/form-data; boundary=xyz' },
      body: '--xyz\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nDatum;kWh\r\n',
    });
    const bare = await fetch(`${small.app.parts.urls.web}/api/v1/imports`, { method: 'POST', headers: { cookie: company }, body: day });
    const details = await Promise.all([await send(empty), cut, bare].map(async (response) => [response.status, String((await response.json()).detail)]));

    expect(details).toEqual([
      [422, 'body: the form holds no file'],
      [422, expect.stringMatching(/^body: .*end of form/i)],
      [422, expect.stringContaining('?name=')],
    ]);
  });
});

describe('the list', () => {
  it('is told page by page, to each reader what is theirs', async () => {
    for (let file = 0; file < 3; file++) await upload(day, { key: BOOTSTRAP }, `of the operator ${file}.csv`);
    const seen: number[] = [];
    let next: string | null = null;
    do {
      const page = await small.ask('GET', `/api/v1/imports?limit=2${next === null ? '' : `&before=${next}`}`, { cookie: company });
      const items: unknown = page.body['items'];
      const ids = (Array.isArray(items) ? items : []).map((row: Record<string, unknown>) => Number(row['id']));
      expect(ids.length).toBeLessThanOrEqual(2);
      seen.push(...ids);
      next = typeof page.body['next'] === 'string' ? page.body['next'] : null;
    } while (next !== null);
    const all = await small.ask('GET', '/api/v1/imports', { cookie: company });

    const whole: unknown = all.body['items'];
    expect(seen).toEqual((Array.isArray(whole) ? whole : []).map((row: Record<string, unknown>) => Number(row['id'])));
    expect(seen.length).toBeGreaterThan(2);
    // The newest page of everybody holds nothing of this reader.
    expect((await small.ask('GET', '/api/v1/imports?limit=3', { cookie: company })).body['items']).toHaveLength(3);
    expect((await small.ask('GET', '/api/v1/imports?limit=0', { cookie: company })).status).toBe(422);
  });
});

describe('stopping', () => {
  it('a file that is not being read is a conflict, and somebody else finds none', async () => {
    const id = at(await upload(day, { cookie: company }), 'import.id');

    expect((await small.ask('POST', `/api/v1/imports/${id}/cancel`, { cookie: company })).status).toBe(409);
    expect((await small.ask('POST', `/api/v1/imports/${id}/cancel`, { cookie: manager })).status).toBe(404);
  });
});

describe('a file that is refused', () => {
  it('is not taken when it is no table, and leaves neither row nor bytes', async () => {
    const before = [at(await small.ask('GET', '/api/v1/imports', { cookie: company }), 'items.length'), readdirSync(join(small.dataDir, 'files')).length];
    expect(await upload(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0, 1]), { cookie: company })).toMatchObject({ status: 422, body: { code: 'unreadable-file' } });
    expect([at(await small.ask('GET', '/api/v1/imports', { cookie: company }), 'items.length'), readdirSync(join(small.dataDir, 'files')).length]).toEqual(before);
  });

  it('is not taken above the limit, and leaves nothing on the disk', async () => {
    const piece = new Uint8Array(8 * 1024 * 1024).fill(49);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += piece.length;
        if (sent > IMPORT_BYTES_MAX + 2 * piece.length) controller.close();
        else controller.enqueue(piece);
      },
    });
    const request: RequestInit & { duplex: 'half' } = { method: 'POST', headers: { cookie: company }, body, duplex: 'half' };
    const answer = await fetch(`${small.app.parts.urls.web}/api/v1/imports?name=groot.csv`, request).then(
      (response) => response.status,
      // The server answers and hangs up while the rest is still being sent.
      () => 413,
    );

    expect(answer).toBe(413);
    await vi.waitFor(() => expect(readdirSync(join(small.dataDir, 'files')).filter((name) => name.endsWith('.part'))).toEqual([]));
  }, 60_000);

  it('is not started twice, nor with choices that cannot be read', async () => {
    const uploaded = await upload(day, { cookie: company });
    const id = at(uploaded, 'import.id');
    const choices = at(uploaded, 'preview.choices');
    const without = await small.ask('POST', `/api/v1/imports/${id}`, { cookie: company, body: { choices: { ...choices, values: [] } } });
    await start(uploaded, { cookie: company });
    const again = await small.ask('POST', `/api/v1/imports/${id}`, { cookie: company, body: { choices } });

    expect([without.status, without.body['code'], again.status]).toEqual([422, 'invalid-request', 409]);
  });

  it('of a company that shares with nobody is not seen by anybody else', async () => {
    const uploaded = await upload([`Datum;${EAN_B} kWh`, '01-11-2026 00:00;1', '01-11-2026 00:15;1'].join('\n'), { key: BOOTSTRAP });
    const id = at(uploaded, 'import.id');
    await small.ask('POST', `/api/v1/imports/${id}`, { key: BOOTSTRAP, body: { choices: at(uploaded, 'preview.choices') } });
    await vi.waitFor(async () => expect((await small.ask('GET', `/api/v1/imports/${id}`, { key: BOOTSTRAP })).body['state']).toBe('done'), { timeout: 10_000 });

    expect((await small.ask('GET', `/api/v1/imports/${id}`, { cookie: manager })).status).toBe(404);
    expect((await small.ask('GET', `/api/v1/companies/${closed.company}/balance?from=2026-11-01&to=2026-11-02`, { key: BOOTSTRAP })).body).toMatchObject({
      totals: { consumptionKwh: 2 },
    });
  });
});
