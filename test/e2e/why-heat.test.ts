// "Waarom dit getal?" of a heat match in a real browser: from what is delivered down to a month that was measured.
import { describe, expect, it } from 'vitest';
import { HOW, canBrowse, signedIn } from './demo.ts';
import { inSharedDemo } from './in-demo.ts';
import { LOOKS, fits, picture } from './looks.ts';

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  const here = inSharedDemo();

  it.each(LOOKS)(
    '$name: what a match delivers is explained factor by factor, and axe finds nothing',
    async ({ name, look }) => {
      const context = await signedIn(here.browser, here.demo, { role: 'parkmanager', ...look });
      const ids = async (): Promise<string[]> => {
        const answer: { items: { id: string; sight: string }[] } = await (await context.request.get(`${here.demo.web}/api/v1/parks/de-mars/heat-matches`)).json();
        return answer.items.filter(({ sight }) => sight === 'full').map(({ id }) => id);
      };
      await expect.poll(async () => (await ids()).length, { timeout: 60_000, interval: 2_000 }).toBeGreaterThan(0);
      const page = await context.newPage();
      await page.goto(`${here.demo.web}/warmte/${(await ids())[0]}`);
      await page.getByRole('button', { name: 'Waarom dit getal? Warmte', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('Achter elkaar vermenigvuldigd').waitFor();
      await picture(page, `why-heat-${name}`);
      await fits(page);
      await dialog.getByRole('button', { name: 'Kleinste van beide (kWh)', exact: true }).click();
      await dialog.getByRole('button', { name: 'gemeten: kleinste van beide (kWh)', exact: true }).click();
      await dialog.locator('tbody tr').first().waitFor();
      await picture(page, `why-heat-measured-${name}`);
      await fits(page);
      await page.goto(`${here.demo.web}/parks/de-mars/warmte`);
      await page.getByRole('button', { name: 'Waarom dit getal? Hoeveel er hoogstens te wisselen is', exact: true }).click();
      await page.getByRole('dialog').locator('select').selectOption({ label: 'Koeling van elders (kW)' });
      await page.getByRole('dialog').locator('tbody tr').first().waitFor();
      await picture(page, `why-pinch-${name}`);
      await fits(page);
      await context.close();
    },
    150_000,
  );
});
