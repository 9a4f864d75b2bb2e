// What a reader sees of a file: the lines only where they are that reader's own.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importView } from '../../src/api/import-views.ts';
import { BOOTSTRAP, type SmallRegion, bringFile, makeCompany, startApp } from './small-region.ts';

let small: SmallRegion;
beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
}, 60_000);
afterAll(() => small.stop());

it('refused lines are told to who brought the file, their number to all', async () => {
  const { company } = await makeCompany(small, { park: 'park-a', name: 'A', ean: '871999900000000011', shares: true });
  const { deps } = small.app.parts;
  const id = await bringFile(small, company);
  const listed = [{ line: 3, reason: 'bad-number', text: 'storing' }];
  const summary = { lines: 2, values: 1, refused: { 'bad-number': 1 }, listed, gapQuarters: 0, gaps: [], series: [] };
  await deps.imports.rows.change(id, { state: 'done', result: JSON.stringify({ summary, written: 1, replaced: 0, trouble: null }) });
  const row = await deps.imports.rows.one(id);
  if (row === null) throw new Error('the file is there');
  const views = [importView(deps, row, 'bootstrap'), importView(deps, row, 'somebody else')];

  expect(views.map((view) => [view.own, view.result?.refusedTotal, view.result?.listed])).toEqual([
    [true, 1, listed],
    [false, 1, []],
  ]);
});
