// Accounts in a real browser: the operator lets somebody in, who sees what that role allows, takes another password, and is let out.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { HOW, canBrowse, signedIn } from './demo.ts';
import { inDemo } from './in-demo.ts';
import { violations } from './violations.ts';

describe.skipIf(!canBrowse)(`accounts in Chromium${HOW}`, () => {
  const here = inDemo();

  async function signIn(page: Page, email: string, password: string): Promise<void> {
    await page.goto(`${here.demo.web}/inloggen`);
    await page.locator('input[type=email]').fill(email);
    await page.locator('input[type=password]').fill(password);
    await page.locator('form button[type=submit]').click();
  }

  it('somebody comes in, changes the password and goes', async () => {
    const operator = await (await signedIn(here.browser, here.demo, { role: 'operator' })).newPage();
    await operator.goto(`${here.demo.web}/accounts`);
    await operator.getByLabel('E-mailadres').fill('els@example.org');
    await operator.getByLabel('Naam', { exact: true }).fill('Els Jansen');
    await operator.getByLabel('Rol', { exact: true }).selectOption('parkmanager');
    await operator.getByRole('button', { name: 'Maak het account' }).click();
    await operator.getByText('Kies minstens één park.').waitFor();
    await operator.getByLabel('De Mars').check();
    await operator.getByRole('button', { name: 'Maak het account' }).click();
    const password = (await operator.locator('.says p.mono').textContent())?.trim() ?? '';
    expect(password.length).toBeGreaterThan(20);
    await operator.getByRole('cell', { name: 'Parkmanager van De Mars', exact: true }).waitFor();

    const context = await here.browser.newContext({ locale: 'nl-NL' });
    const page = await context.newPage();
    await signIn(page, 'els@example.org', password);
    await page.waitForURL('**/parks/de-mars');
    await page.goto(`${here.demo.web}/account`);
    await page.getByLabel('Huidig wachtwoord').fill('niet dit wachtwoord');
    await page.getByLabel(/^Nieuw wachtwoord/).fill('een ander wachtwoord');
    await page.getByRole('button', { name: 'Wijzig wachtwoord' }).click();
    await page.getByText('Dat is niet uw huidige wachtwoord.').waitFor();
    await page.getByLabel('Huidig wachtwoord').fill(password);
    await page.getByRole('button', { name: 'Wijzig wachtwoord' }).click();
    await page.getByText('Uw wachtwoord is gewijzigd.').waitFor();
    await page.getByLabel('Waarvoor is de sleutel?').fill('rekenblad');
    await page.getByRole('button', { name: 'Maak een sleutel' }).click();
    const key = (await page.locator('.says p.mono').textContent())?.trim() ?? '';
    const withKey = (): Promise<number> => fetch(`${here.demo.web}/api/v1/parks/de-mars/now`, { headers: { authorization: `Bearer ${key}` } }).then(({ status }) => status);
    expect(await withKey()).toBe(200);

    await operator.getByRole('button', { name: 'Verwijder: Els Jansen' }).click();
    await operator.getByText('zijn sessies en sleutels zijn meteen weg').waitFor();
    expect(await violations(operator)).toEqual([]);
    await operator.locator('dialog').getByRole('button', { name: 'Verwijder' }).click();
    await operator.getByRole('rowheader', { name: 'Els Jansen' }).waitFor({ state: 'detached' });
    expect(await withKey()).toBe(401);
    await page.reload();
    await page.locator('input[type=password]').waitFor();
    await signIn(page, 'els@example.org', 'een ander wachtwoord');
    await page.getByRole('alert').waitFor();
    await context.close();
    await operator.context().close();
  }, 90_000);

  it('the only operator stays, and the page says why', async () => {
    const page = await (await signedIn(here.browser, here.demo, { role: 'operator' })).newPage();
    await page.goto(`${here.demo.web}/accounts`);
    await page.getByRole('button', { name: 'Verwijder: Demo beheer' }).click();
    await page.locator('dialog').getByRole('button', { name: 'Verwijder' }).click();
    await page.locator('dialog').getByText('dit is de enige beheerder').waitFor();
    await page.context().close();
  }, 60_000);
});
