// "Waarom dit getal?" of the running quarter in a real browser: its registers, and what must come off down to projection and limit.
import { describe, it } from 'vitest';
import { HOW, canBrowse, signedIn } from './demo.ts';
import { inSharedDemo } from './in-demo.ts';
import { LOOKS, closeWhy, fits, picture } from './looks.ts';

describe.skipIf(!canBrowse)(`in Chromium${HOW}`, () => {
  const here = inSharedDemo();

  it.each(LOOKS)(
    '$name: what was used of the running quarter is its registers, and the limit the rights, on the page of this moment and on the one about room',
    async ({ name, look }) => {
      const context = await signedIn(here.browser, here.demo, { role: 'parkmanager', ...look });
      for (const path of ['/parks/de-mars', '/parks/de-mars/ruimte']) {
        const page = await context.newPage();
        await page.goto(here.demo.web + path);
        // Nothing is known of the quarter until each meter spoke in it.
        await page.getByRole('button', { name: /^Waarom dit getal\? Lopend kwartier/ }).click({ timeout: 90_000 });
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Getal').selectOption({ label: 'gebruikt in dit kwartier' });
        await dialog.getByText('sinds het begin van het kwartier').waitFor();
        await dialog.locator('tbody tr').first().waitFor();
        await picture(page, `why-running-${path.split('/').at(-1)}-${name}`);
        await fits(page);
        await dialog.getByLabel('Getal').selectOption({ label: 'aansluitingen die iets zeggen' });
        await dialog.getByText('gedeeld door de noemer').waitFor();
        await dialog.getByLabel('Getal').selectOption({ label: 'grens' });
        await dialog.getByText('De rechten die samen de grens zijn').waitFor({ state: 'attached' });
        await picture(page, `why-running-limit-${path.split('/').at(-1)}-${name}`);
        await fits(page);
        await closeWhy(page);
        await page.close();
      }
      await context.close();
    },
    180_000,
  );
});
