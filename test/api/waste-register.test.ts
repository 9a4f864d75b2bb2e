// A register over HTTP: nothing is written before it is applied, and a file that comes twice counts once.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BOOTSTRAP, type SmallRegion, makeCompany, startApp } from './small-region.ts';

let small: SmallRegion;
let company = 0;
beforeAll(async () => {
  small = await startApp();
  ({ company } = await makeCompany(small, { park: 'de-mars', name: 'Company A', ean: '871999900000000011', shares: true }));
}, 60_000);
afterAll(() => small.stop());

const bring = (body: object) => small.ask('POST', `/api/v1/companies/${company}/waste-register`, { key: BOOTSTRAP, body });
const list = async (path: string): Promise<unknown> => (await small.ask('GET', `/api/v1${path}`, { key: BOOTSTRAP })).body['items'];
const CSV = [
  'afvalstroomnummer;Euralcode;hoeveelheid kg;verwerkingsmethode;ontvanger;datum',
  '061234567890;15 01 01;1.200;R3;Papier BV;15-01-2026',
  '061234567890;15 01 01;800;R3;Papier BV;20-01-2026',
  '061234567891;07 02 13;500;R3;Plastic BV;2026-02',
  '061234567890;99 01 01;5;R3;;2026-02',
].join('\n');

it('previews, applies, and knows what it brought before', async () => {
  const preview = await bring({ csv: CSV });
  expect(preview.body).toMatchObject({ applied: false, linesRead: 3, deliveries: 0, simulated: false });
  expect(preview.body['refused']).toMatchObject([
    { line: 4, reason: 'no-class' },
    { line: 5, reason: 'bad-eural' },
  ]);
  expect(await list('/material-streams')).toEqual([]);

  const applied = await bring({ csv: CSV, apply: true, classes: { '07 02 13': 'plastic-rigid' } });
  expect(applied.body).toMatchObject({ applied: true, deliveries: 3, known: 0, refused: [{ line: 5 }] });
  expect(await list('/material-streams')).toMatchObject([
    { euralCode: '15 01 01', materialClass: 'board', processingCode: 'R3', routeNow: 'Papier BV', tonnesByMonth: [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
    { euralCode: '07 02 13', materialClass: 'plastic-rigid' },
  ]);
  expect((await bring({ csv: CSV, apply: true, classes: { '07 02 13': 'plastic-rigid' } })).body).toMatchObject({ deliveries: 0, known: 3 });
  expect(await list('/material-streams')).toHaveLength(2);
});

it('keeps hazardous waste apart from what has its code without the star', async () => {
  const { body } = await bring({ csv: 'Euralcode;hoeveelheid kg;datum\n15 01 01*;7;2026-03\n15 01 01;9;2026-03', apply: true });

  expect(body['streams']).toMatchObject([
    { euralCode: '15 01 01*', kg: 7 },
    { euralCode: '15 01 01', kg: 9 },
  ]);
  // The stream of before takes what is not hazardous; the other is new.
  expect(await list('/material-streams')).toMatchObject([{ euralCode: '15 01 01' }, {}, { euralCode: '15 01 01*' }]);
});

it('that is none is refused with the columns that are missing', async () => {
  const answer = await bring({ csv: 'a;b\n1;2' });

  expect(answer.status).toBe(422);
  expect(answer.body['detail']).toBe('csv: these columns are missing: Euralcode, hoeveelheid (kg), datum. The first line holds the headings.');
});
