// Every page in a wide window, light and dark, and on a phone, 360 px wide: drawn in one of these, it turns to the others where it stands.
import type { Page } from 'playwright-core';
import { beforeAll, describe, it } from 'vitest';
import { HOW, type Look, canBrowse } from './demo.ts';
import { inSharedDemo } from './in-demo.ts';
import { PAGES, TODAY_MS, hasToday, isClean, signsIn, visit } from './pages.ts';

const LOOKS = [
  { name: 'light', colorScheme: 'light', width: 1440 },
  { name: 'dark', colorScheme: 'dark', width: 1440 },
  { name: '360 px wide', colorScheme: 'light', width: 360 },
] as const satisfies readonly (Required<Look> & { name: string })[];
/** A third of the pages begin in each look. */
const TURNS = PAGES.map(([role, path], at) => {
  const looks = [...LOOKS.slice(at % LOOKS.length), ...LOOKS.slice(0, at % LOOKS.length)];
  return { role, path, looks, names: looks.map(({ name }) => name).join(', then ') };
});

async function turn(page: Page, { colorScheme, width }: Required<Look>): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 900 });
  // Charts are drawn anew for it.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  const here = inSharedDemo();
  beforeAll(() => hasToday(here), TODAY_MS);

  it.each(TURNS)(
    'as $role: $path has nothing that axe finds, $names, and no error',
    async ({ role, path, looks: [first, ...others] }) => {
      const seen = await visit(here, { role, path, look: first ?? LOOKS[0] });
      await isClean(seen);
      for (const look of others) {
        await turn(seen.page, look);
        await isClean(seen);
      }
      await seen.page.context().close();
    },
    90_000,
  );

  it.each(LOOKS)('$name: signing in has nothing that axe finds, and the way in works', (look) => signsIn(here, look), 60_000);
});
