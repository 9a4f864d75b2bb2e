// "Waarom dit getal?" under the tables of a report in a real browser: energy, room and CO2 of a draft of this month.
import { describe, expect, it } from 'vitest';
import { HOW, canBrowse, signedIn } from './demo.ts';
import { inDemo } from './in-demo.ts';
import { LOOKS, closeWhy, fits, picture } from './looks.ts';

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  const here = inDemo();

  it.each(LOOKS)(
    '$name: a report explains the figures of each table, and axe finds nothing',
    async ({ name, look }) => {
      const context = await signedIn(here.browser, here.demo, { role: 'parkmanager', ...look });
      const period = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', year: 'numeric', month: '2-digit' }).format(Date.now());
      const made = await context.request.post(`${here.demo.web}/api/v1/reports`, { data: { kind: 'park-month', park: 'de-mars', period } });
      const { id }: { id: number } = await made.json();
      const page = await context.newPage();
      await page.goto(`${here.demo.web}/rapporten/${id}`);

      for (const [table, figure] of [
        ['Energie', 'Stroom: Verbruikt'],
        ['CO2-uitstoot', 'Scope 2, naar locatie'],
        ['Ruimte op het net', 'afname: Hoogste kwartier'],
      ] as const) {
        await page.getByRole('button', { name: `Waarom dit getal? ${table}`, exact: true }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Getal', { exact: true }).selectOption({ label: figure });
        await dialog.locator('tbody tr').first().waitFor();
        await picture(page, `why-report-${table}-${name}`);
        await fits(page);
        await closeWhy(page);
      }
      expect(await page.getByRole('button', { name: /^Waarom dit getal\?/ }).count()).toBeGreaterThan(4);
      await context.close();
    },
    90_000,
  );
});
