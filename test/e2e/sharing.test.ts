// A company decides in a real browser who sees what of it, also that the region may recognise it.
import { describe, expect, it } from 'vitest';
import { HOW, canBrowse, signedIn } from './demo.ts';
import { inDemo } from './in-demo.ts';
import { LOOKS, fits, picture } from './looks.ts';

const ALLOW = 'Laat de regio ook energiecijfers zien waarin wij herkenbaar zijn';

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  const here = inDemo();

  it.each(LOOKS)(
    '$name: the region may recognise a company from when it says so until it takes that back',
    async ({ name, look }) => {
      const context = await signedIn(here.browser, here.demo, { role: 'company', ...look });
      const me = await context.request.get(`${here.demo.web}/api/v1/me`);
      const { roles }: { roles: { company: number }[] } = await me.json();
      const page = await context.newPage();
      await page.goto(`${here.demo.web}/companies/${roles[0]?.company}/delen`);

      await page.getByRole('button', { name: ALLOW }).click();
      await page.getByText('Toestemming gegeven.').waitFor();
      const given = page.getByRole('row').filter({ hasText: 'Regio, ook herkenbaar' }).filter({ hasText: 'geldt nu' });
      await given.waitFor();
      expect(await page.getByRole('button', { name: ALLOW }).count()).toBe(0);
      // The region is one receiver, whatever it may see.
      expect(await page.locator('h1').innerText()).toContain('2 ontvangers');
      await picture(page, `sharing-${name}`);
      await fits(page);

      // On a phone the row opens first.
      if ('width' in look) await given.getByRole('button').click();
      await page.getByRole('button', { name: 'Trek in', exact: true }).last().click();
      await page.getByText('Toestemming ingetrokken.').waitFor();
      await page.getByRole('button', { name: ALLOW }).waitFor();
      expect(await given.count()).toBe(0);
      await context.close();
    },
    60_000,
  );
});
