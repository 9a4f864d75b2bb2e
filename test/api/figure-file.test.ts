// A table of figures over the API: what fits goes in with the table as its document, the rest is refused line by line.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EAN = '871999900000000011';
const OTHER = '871999900000000028';
let small: SmallRegion;
let own: Objects;
let cookie: string;

beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  own = await makeCompany(small, { park: 'park-a', name: 'Company A', ean: EAN, shares: true });
  await makeCompany(small, { park: 'park-a', name: 'Company B', ean: OTHER, shares: false });
  await small.app.parts.auth.ensureAccount({ email: 'a@test.nl', password: 'a long password', name: 'Anna', roles: [{ role: 'company', company: own.company }] });
  cookie = await signIn(small, 'a@test.nl', 'a long password');
}, 60_000);
afterAll(() => small.stop());

async function send(lines: readonly string[], name = 'cijfers.csv'): Promise<{ status: number; body: Record<string, unknown> }> {
  const form = new FormData();
  form.set('file', new File([lines.join('\r\n')], name));
  const response = await fetch(`${small.app.parts.urls.web}/api/v1/figures/file`, { method: 'POST', headers: { cookie }, body: form });
  return { status: response.status, body: await response.json() };
}
const HEADING = 'ean;brandstof;van;tot;hoeveelheid;eenheid;notitie';

describe('a table of figures', () => {
  it('is entered a line at a time, each a figure of its author with the table as its document', async () => {
    const { status, body } = await send([
      HEADING,
      `${EAN};;1-2-2026;1-3-2026;12,5;MWh;jaarnota`,
      ';diesel;1-1-2026;1-4-2026;400;l;',
      `${OTHER};;1-2-2026;1-3-2026;5;kWh;`,
      `${EAN};;15-2-2026;1-3-2026;5;kWh;`,
      `${EAN};;1-4-2026;1-5-2026;veel;kWh;`,
      `${EAN};;1-4-2026;1-5-2026;5;paard;`,
    ]);

    expect([status, body['lines']]).toEqual([201, 6]);
    expect(body['refused']).toEqual([
      { line: 4, reason: `EAN ${OTHER}: no connection that you may enter figures for` },
      { line: 5, reason: expect.stringContaining('have a value already') },
      { line: 6, reason: 'an amount is no number' },
      { line: 7, reason: expect.stringContaining('unit') },
    ]);
    const figures = (await small.ask('GET', '/api/v1/figures', { cookie })).body['items'];
    expect(figures).toMatchObject([
      { kind: 'invoice', amount: 12.5, unit: 'MWh', note: 'jaarnota', author: 'Anna', document: { name: 'cijfers.csv', type: 'text/csv' }, complete: true },
      { kind: 'fuel', subject: 'diesel', amount: 400 },
    ]);
    expect((await small.ask('GET', `/api/v1/companies/${own.company}/balance?from=2026-02-01&to=2026-03-01&step=P1M`, { cookie })).body['totals']).toMatchObject({
      consumptionKwh: 12_500,
    });
  });

  it.each([
    [['dit;is;geen', '1;2;3'], 422, 'unreadable-file'],
    [[HEADING, ...Array.from({ length: 1001 }, () => ';diesel;1-1-2026;1-4-2026;400;l;')], 413, 'too-large'],
  ])('that is none is refused as a whole (%#)', async (lines, status, code) => {
    const answer = await send(lines);

    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });
});
