// Every page on a phone, 360 px wide.
import { beforeAll, describe, it } from 'vitest';
import { HOW, canBrowse } from './demo.ts';
import { inSharedDemo } from './in-demo.ts';
import { PAGES, TODAY_MS, hasToday, isClean, signsIn, visit } from './pages.ts';

const PHONE = { width: 360 };

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  const here = inSharedDemo();
  beforeAll(() => hasToday(here), TODAY_MS);

  it.each(PAGES)(
    'as %s: %s has nothing that axe finds, and no error',
    async (role, path) => {
      const seen = await visit(here, { role, path, look: PHONE });
      await isClean(seen);
      await seen.page.context().close();
    },
    60_000,
  );

  it('signing in has nothing that axe finds, and the way in works', () => signsIn(here, PHONE), 60_000);
});
