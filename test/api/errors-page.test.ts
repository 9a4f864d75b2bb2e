// The page that errors point to has a place for each of them.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { errorTable } from '../../src/api/errors.ts';
import { errorsPage } from '../../src/api/errors-page.ts';
import { BOOTSTRAP, type SmallRegion, startApp } from './small-region.ts';

let region: SmallRegion;
beforeAll(async () => {
  region = await startApp();
}, 60_000);
afterAll(() => region.stop());

it.each(Object.entries(errorTable))('says what %s means and what to do', (code, { status, title }) => {
  const said = errorsPage().split(`<dt id="${code}">`)[1]?.split('<dt')[0] ?? '';
  expect(said).toContain(`${title}</dt><dd><code>${code}</code>, ${status}</dd>`);
  expect(said.split('<dd>').at(-1)?.length).toBeGreaterThan(30);
});

it('is where the type of an error leads, without signing in', async () => {
  const { body } = await region.ask('GET', '/api/v1/parks/no-such-park', { key: BOOTSTRAP });
  const page = await fetch(new URL(String(body['type']), region.app.parts.urls.web));

  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
  expect(await page.text()).toContain('<dt id="not-found">');
});
