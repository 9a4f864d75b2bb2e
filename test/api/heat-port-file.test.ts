// A table of ports as CSV: what goes out comes in again, line by line, each judged by itself.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HeatRegion, heatRegion, itemsOf } from './heat-region.ts';

let heat: HeatRegion;
beforeAll(async () => {
  heat = await heatRegion();
}, 60_000);
afterAll(() => heat.region.stop());

const bring = (who: Parameters<HeatRegion['ask']>[0], lines: readonly string[]) => heat.ask(who, 'POST', '/heat-ports/file', { park: 'de-mars', csv: lines.join('\n') });

it('records good lines and says what is wrong with the others', async () => {
  const answer = await bring('parkmanager', [
    'role;name;supplyC;returnC;powerKw;profile;lat;lon;company',
    'sink;homes;55;35;1200,5;heating-season;52,16;6,21;',
    `sink;dairy two;60;40;50;flat;;;${heat.companies.dairy.company}`,
    'sink;too cold;20;40;50;flat;;;',
    `sink;not mine;60;40;50;flat;;;${heat.companies.silent.company}`,
    'neither;what;60;40;50;flat;;;',
    'sink;too hot;900;40;50;flat;;;',
  ]);

  expect(answer.body).toMatchObject({
    recorded: 2,
    refused: [
      { line: 4, field: 'returnC', reason: 'return-not-lower' },
      { line: 5, field: null, reason: 'unknown' },
      { line: 6, field: 'role', reason: 'does-not-fit' },
      { line: 7, field: 'supplyC', reason: 'cannot-be', detail: expect.stringContaining('900 °C cannot be') },
    ],
  });
  const homes = itemsOf(await heat.ask('parkmanager', 'GET', '/heat-ports')).find((one) => one['name'] === 'homes');
  expect(homes).toMatchObject({ powerKw: 1200.5, profile: 'heating-season', lat: 52.16, company: null });
});

it('asks what 1.200 means where cells are parted as a Dutch spreadsheet does, and guesses no thousandfold', async () => {
  const head = 'role;name;supplyC;returnC;powerKw;lat;lon';
  const answer = await bring('parkmanager', [head, 'source;guess;85,5;45;1.200;52.107;6.062', 'source;thousands;85,5;45;1.200,5;52.107;6.062']);
  const decimals = await bring('parkmanager', [head.replaceAll(';', ','), 'source,decimals,85.5,45,1.250,52.107,6.062']);

  expect(answer.body).toMatchObject({ recorded: 1, refused: [{ line: 2, field: 'powerKw', reason: 'two-ways', detail: expect.stringContaining('write 1200, or 1,200') }] });
  expect(decimals.body).toMatchObject({ recorded: 1, refused: [] });
  const ports = itemsOf(await heat.ask('parkmanager', 'GET', '/heat-ports'));
  expect(ports.find(({ name }) => name === 'thousands')).toMatchObject({ powerKw: 1200.5, supplyC: 85.5, lat: 52.107 });
  expect(ports.find(({ name }) => name === 'decimals')).toMatchObject({ powerKw: 1.25 });
});

it('is refused whole when a quote is not closed, which would swallow the lines after it', async () => {
  const answer = await bring('parkmanager', ['role,name,supplyC,returnC,powerKw', 'source,first,80,40,10', 'source,"open,80,40,10', 'source,swallowed,80,40,10']);

  expect(answer.body).toMatchObject({ code: 'unreadable-file', detail: expect.stringContaining('Line 3') });
  expect(itemsOf(await heat.ask('parkmanager', 'GET', '/heat-ports')).some(({ name }) => name === 'first')).toBe(false);
});

it('takes what a company describes for its own', async () => {
  const answer = await bring('dairy', ['role;name;supplyC;returnC;powerKw', 'source;cooler;60;30;40']);

  expect(answer.body).toMatchObject({ recorded: 1, refused: [] });
  expect(itemsOf(await heat.ask('dairy', 'GET', '/heat-ports')).find((one) => one['name'] === 'cooler')).toMatchObject({ company: heat.companies.dairy.company });
});

it('is taken from the operator too, who may describe ports one by one; the region may not', async () => {
  const lines = ['role;name;supplyC;returnC;powerKw;company', `source;set up;60;30;40;${heat.companies.silent.company}`];

  expect((await bring('operator', lines)).body).toMatchObject({ recorded: 1, refused: [] });
  expect((await bring('region', lines)).status).toBe(404);
});

it('goes out as it comes in', async () => {
  const file = String((await heat.ask('mill', 'GET', '/heat-ports/file?park=de-mars')).body['text']);
  const [head = '', line = ''] = file.replace(/^\ufeff/, '').split(/\r?\n/);
  const changed = await bring('mill', [head, line.replace('dryer', 'dryer two').replace(',90,', ',88,')]);

  expect(changed.body).toMatchObject({ recorded: 1, refused: [] });
  expect((await heat.ask('mill', 'GET', `/heat-ports/${heat.ports.mill}`)).body).toMatchObject({ name: 'dryer two', supplyC: 88, residual: 'yes' });
  expect(file).not.toContain('Dairy');
});

it('comes in again as it went out: validity, meter and firmness too, and what did not change is no change', async () => {
  const made = await heat.ask('parkmanager', 'POST', '/heat-ports', {
    park: 'de-mars',
    role: 'sink',
    name: '=pool',
    supplyC: 40,
    returnC: 28,
    powerKw: 250,
    outsidePark: true,
    firm: true,
    validFrom: '2026-01-01',
    validTo: '2027-01-01',
    note: '-1 of 2',
  });
  const before = (await heat.ask('parkmanager', 'GET', `/heat-ports/${Number(made.body['id'])}`)).body;
  const file = String((await heat.ask('parkmanager', 'GET', '/heat-ports/file?park=de-mars')).body['text']).replace(/^\ufeff/, '');
  const version = heat.region.app.parts.deps.heat.registry.version;

  expect(file).toContain("'=pool");
  expect((await bring('parkmanager', [file])).body).toMatchObject({ refused: [] });
  expect(heat.region.app.parts.deps.heat.registry.version).toBe(version);
  await bring('parkmanager', [file.replace("'=pool", "'=pool two").replace('2026-12-31T23:00:00Z', '2028-01-01')]);
  expect((await heat.ask('parkmanager', 'GET', `/heat-ports/${Number(made.body['id'])}`)).body).toEqual({ ...before, name: '=pool two', validTo: '2027-12-31T23:00:00Z' });
});

it('is refused whole when it is no table, and changes nothing of another', async () => {
  expect((await bring('mill', ['what is this'])).body).toMatchObject({ code: 'unreadable-file' });
  expect((await bring('mill', ['id,name', `${heat.ports.dairy},mine now`])).body).toMatchObject({ recorded: 0, refused: [{ line: 2 }] });
  expect((await bring('region', ['role', 'sink'])).status).toBe(404);
});
