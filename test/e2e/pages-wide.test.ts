// Every page in a wide window, light and dark: drawn in the one, it turns to the other where it stands.
import { beforeAll, describe, it } from 'vitest';
import { HOW, canBrowse } from './demo.ts';
import { inSharedDemo } from './in-demo.ts';
import { PAGES, TODAY_MS, hasToday, isClean, signsIn, visit } from './pages.ts';

/** Half of the pages begin light, the others dark. */
const TURNS = PAGES.map(([role, path], at) => ({ role, path, first: at % 2 === 0 ? 'light' : 'dark', second: at % 2 === 0 ? 'dark' : 'light' }) as const);

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  const here = inSharedDemo();
  beforeAll(() => hasToday(here), TODAY_MS);

  it.each(TURNS)(
    'as $role: $path has nothing that axe finds, $first and then $second, and no error',
    async ({ role, path, first, second }) => {
      const seen = await visit(here, { role, path, look: { colorScheme: first } });
      await isClean(seen);
      await seen.page.emulateMedia({ colorScheme: second });
      // Charts are drawn anew for it.
      await seen.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      await isClean(seen);
      await seen.page.context().close();
    },
    60_000,
  );

  it.each(['light', 'dark'] as const)('%s: signing in has nothing that axe finds, and the way in works', (colorScheme) => signsIn(here, { colorScheme }), 60_000);
});
