// "Waarom dit getal?" of materials and of a scenario in a real browser: from a share to its streams, from a figure to what each step changes.
import { describe, expect, it } from 'vitest';
import { HOW, canBrowse, signedIn } from './demo.ts';
import { inDemo } from './in-demo.ts';
import { LOOKS, fits, picture } from './looks.ts';

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  const here = inDemo();

  it.each(LOOKS)(
    '$name: a circularity names its streams, and a stored scenario its steps, and axe finds nothing',
    async ({ name, look }) => {
      const context = await signedIn(here.browser, here.demo, { role: 'parkmanager', ...look });
      const page = await context.newPage();
      await page.goto(`${here.demo.web}/parks/de-mars/materialen`);
      await page.getByRole('button', { name: 'Waarom dit getal? Kringloop', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.locator('tbody tr').first().waitFor();
      await picture(page, `why-circularity-${name}`);
      await fits(page);
      const made = await context.request.post(`${here.demo.web}/api/v1/scenarios`, {
        headers: { origin: here.demo.web },
        data: {
          park: 'de-mars',
          name: `Waarom ${name}`,
          steps: [
            { kind: 'pv', kwp: 500 },
            { kind: 'battery', kwh: 400, kw: 200 },
          ],
        },
      });
      const body: { id: number } = await made.json();
      await page.goto(`${here.demo.web}/parks/de-mars/scenarios?s=${body.id}`);
      await page.getByRole('button', { name: 'Waarom dit getal? Wat er verandert', exact: true }).click();
      await dialog.getByText('in de volgorde waarin ze gelden').waitFor();

      expect(await dialog.locator('tbody tr').count()).toBe(3);
      await picture(page, `why-scenario-${name}`);
      await fits(page);
      await context.close();
    },
    150_000,
  );
});
