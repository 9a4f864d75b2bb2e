// "Waarom dit getal?" of all carriers in one, in a real browser: from a total over a flow to the balance, and to a conversion.
import { beforeAll, describe, it, vi } from 'vitest';
import type { EnergyFlows } from '../../src/api/shapes-energy-flows.ts';
import { HOW, canBrowse, signedIn } from './demo.ts';
import { inSharedDemo } from './in-demo.ts';
import { LOOKS, closeWhy, fits, picture } from './looks.ts';

const day = (at: number): string => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(at);
const YESTERDAY = day(Date.now() - 86_400_000);
const PARK = '/parks/eerbeek-loenen';

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  const here = inSharedDemo();
  beforeAll(async () => {
    const context = await signedIn(here.browser, here.demo, { role: 'parkmanager' });
    await vi.waitFor(
      async () => {
        const answer = await context.request.get(`${here.demo.web}/api/v1${PARK}/energy-flows?from=${YESTERDAY}&to=${day(Date.now())}`);
        const told: EnergyFlows = await answer.json();
        if (told.coverage < 0.5) throw new Error('yesterday is not there yet');
      },
      { timeout: 120_000, interval: 500 },
    );
    await context.close();
  }, 240_000);

  it.each(LOOKS)(
    '$name: a total is its flows, a flow what balance and conversion say, down to the registers',
    async ({ name, look }) => {
      const context = await signedIn(here.browser, here.demo, { role: 'parkmanager', ...look });
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      await page.goto(`${here.demo.web}${PARK}/balans?periode=dag&datum=${YESTERDAY}&drager=alle`);
      await page.getByRole('button', { name: 'Waarom dit getal? Alle dragers in één balans' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('De som van deze bedragen.').waitFor();
      await picture(page, `why-energy-total-${name}`);
      await fits(page);
      await dialog.getByRole('button', { name: 'Gas in → Gas' }).click();
      await dialog.getByText('MJ per m³(n)').waitFor();
      await picture(page, `why-energy-flow-${name}`);
      await fits(page);
      await dialog.getByRole('button', { name: /^balans van gas/ }).click();
      await dialog.getByRole('button', { name: 'Terug naar de stroom' }).waitFor();
      await dialog.locator('tbody tr').first().waitFor();
      await picture(page, `why-energy-balance-${name}`);
      await fits(page);
      await closeWhy(page);
      await page.getByRole('button', { name: 'Tabel: Van bron over omzetting naar gebruik' }).click();
      await page
        .locator('.chart-table')
        .getByRole('button', { name: /^Waarom dit getal\? .+ → / })
        .first()
        .click();
      await dialog.locator('tbody tr').first().waitFor();
      await fits(page);
      await context.close();
    },
    120_000,
  );
});
