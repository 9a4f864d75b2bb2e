// "Waarom dit getal?" of this moment in a real browser: self-sufficiency, kinds of generation and the other carriers, and the region today.
import { describe, expect, it } from 'vitest';
import { HOW, canBrowse, signedIn } from './demo.ts';
import { inSharedDemo } from './in-demo.ts';
import { TODAY_MS, hasToday } from './pages.ts';
import { LOOKS, closeWhy, fits, picture } from './looks.ts';

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  const here = inSharedDemo();

  it.each(LOOKS)(
    '$name: self-sufficiency is amounts that lead to their registers, and gas is the meters that take it now and the balance of today',
    async ({ name, look }) => {
      const context = await signedIn(here.browser, here.demo, { role: 'parkmanager', ...look });
      const page = await context.newPage();
      await page.goto(`${here.demo.web}/parks/de-mars`);
      const dialog = page.getByRole('dialog');
      await page.getByRole('button', { name: 'Waarom dit getal? Zelfvoorziening' }).click({ timeout: 90_000 });
      await dialog.getByText('gedeeld door de noemers samen').waitFor();
      await picture(page, `why-self-${name}`);
      await fits(page);
      await dialog.getByRole('button', { name: 'gebruikt', exact: true }).click();
      await dialog.getByText('De laatste waarden van deze telwerken').waitFor();
      expect(await dialog.locator('tbody tr').count()).toBeGreaterThan(1);
      await closeWhy(page);

      await page.getByRole('button', { name: 'Waarom dit getal? Gas' }).click();
      await dialog.getByText('Wat sinds middernacht afgenomen').waitFor();
      await picture(page, `why-carrier-${name}`);
      await fits(page);
      await dialog.getByLabel('Getal').selectOption({ label: 'afname nu' });
      await dialog.getByText('De laatste waarden van deze telwerken').waitFor();
      await picture(page, `why-carrier-now-${name}`);
      await fits(page);
      await context.close();
    },
    180_000,
  );

  it.each(LOOKS)(
    '$name: of the region today each park leads to its balance, and how far own generation went is two sums of each park',
    async ({ name, look }) => {
      await hasToday(here);
      const context = await signedIn(here.browser, here.demo, { role: 'operator', ...look });
      const page = await context.newPage();
      await page.goto(`${here.demo.web}/region`);
      const dialog = page.getByRole('dialog');
      await page.getByRole('button', { name: 'Waarom dit getal? Afname vandaag' }).click({ timeout: 90_000 });
      await dialog.getByText('Wat de parken samen brachten').waitFor();
      expect(await dialog.locator('tbody tr button.text-button').count()).toBeGreaterThan(1);
      await closeWhy(page);

      await page.getByRole('button', { name: 'Waarom dit getal? Zelfvoorziening vandaag' }).click();
      await dialog.getByRole('columnheader', { name: 'samen zelf gebruikt (kWh)' }).waitFor();
      await picture(page, `why-region-${name}`);
      await fits(page);
      await dialog.locator('tbody tr button.text-button').first().click();
      await dialog.getByRole('heading', { name: /, samen zelf gebruikt$/ }).waitFor();
      await dialog.getByText('kWh', { exact: false }).first().waitFor();
      await fits(page);
      await context.close();
    },
    TODAY_MS + 180_000,
  );
});
