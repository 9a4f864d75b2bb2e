// A meter that fell silent, on the screen of the park manager, who takes it up.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gs1CheckDigit } from '../../src/simulate/ean.ts';
import { type Demo, HOW, canBrowse, openBrowser, signedIn, startDemo } from './demo.ts';
import { LOOKS, fits, picture } from './looks.ts';

const KEY = 'bootstrap-key-of-the-alerts';
const EAN = '87199999999099999';
const HOUR_MS = 3_600_000;

describe.skipIf(!canBrowse)(`alerts in Chromium${HOW}`, () => {
  let demo: Demo;
  let browser: Browser;
  beforeAll(async () => {
    demo = await startDemo({ BOOTSTRAP_API_KEY: KEY });
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await demo.stop();
  });

  async function post(path: string, body: unknown): Promise<{ id: number }> {
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
    const response = await fetch(`${demo.web}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer: { id: number } = await response.json();
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** A meter of a company that shares, last heard three hours ago. */
  async function silentMeter(): Promise<void> {
    const company = (await post('/companies', { park: 'de-mars', name: 'Simulatie Stil BV', kvk: '00000000', sbi: '10.71' })).id;
    await post(`/companies/${company}/consents`, { audience: 'parkmanager' });
    const connection = (await post('/connections', { ean: `${EAN}${gs1CheckDigit(EAN)}`, company, carrier: 'electricity', validFrom: '2026-01-01' })).id;
    const meter = (await post('/meters', { connection, serial: 'STIL-1', carrier: 'electricity', role: 'main', validFrom: '2026-01-01' })).id;
    const gateway = (await post('/gateways', { name: 'stil', park: 'de-mars', company, profile: 'generic-json', meters: [meter] })).id;
    await post(`/ingest/${gateway}`, { time: new Date(Date.now() - 3 * HOUR_MS).toISOString(), importKwh: 5 });
  }

  it('shows what is the matter, whose it is, and who took it up', async () => {
    await silentMeter();
    const context = await signedIn(browser, demo, { role: 'parkmanager' });
    const page = await context.newPage();
    await page.goto(`${demo.web}/alerts`);
    await page.locator('#channel-target').waitFor();
    // The job runs every minute by itself; the page hears of what it finds.
    await post('/jobs/watch-meters/runs', {});
    const row = page.getByRole('row', { name: /Meter zwijgt/ }).filter({ hasText: 'Simulatie Stil BV' });
    await row.waitFor({ timeout: 90_000 });

    expect(await row.innerText()).toMatch(/waarschuwing[\s\S]*3,0 uur/);
    await row.getByRole('button', { name: /Pak op/ }).click();
    await row.getByText(/opgepakt door/).waitFor();
    await context.close();
  }, 120_000);

  it('lists every rule with its limits, and where it goes as soon as there is a channel', async () => {
    const context = await signedIn(browser, demo, { role: 'parkmanager' });
    const page = await context.newPage();
    await page.goto(`${demo.web}/alerts`);
    const rule = page.getByRole('row', { name: /^Meter zwijgt.*ritme/ });
    await rule.getByText('nergens heen').waitFor();
    expect(await rule.innerText()).toMatch(/elke minuut[\s\S]*vanaf 1\s?uur[\s\S]*onder 0,5\s?uur[\s\S]*wacht tot daarna/);
    await page.locator('#channel-target').fill('els@example.org');
    await page.getByRole('button', { name: 'Voeg toe' }).click();
    await rule.getByText('els@example.org').waitFor();

    expect(await rule.innerText()).toContain('stil 22:00–07:00');
    expect(await page.getByRole('row', { name: /^Veel gas in het weekend/ }).innerText()).toContain('nergens heen');
    await context.close();
  }, 60_000);

  it('sends a test message, and says why it did not arrive', async () => {
    const context = await signedIn(browser, demo, { role: 'parkmanager' });
    const page = await context.newPage();
    await page.goto(`${demo.web}/alerts`);
    await page.locator('#channel-target').fill('test@example.org');
    await page.getByRole('button', { name: 'Voeg toe' }).click();
    const row = page.getByRole('row', { name: /^E-mail: test@example.org/ });
    await row.getByText('nog niets').waitFor();
    await row.getByRole('button', { name: 'Stuur test: test@example.org' }).click();

    await row.getByText('Testbericht niet aangekomen: er is geen mailserver ingesteld').waitFor();
    await context.close();
  }, 60_000);

  it('switches a rule off and on, changes a channel where it stands, and says who did', async () => {
    const context = await signedIn(browser, demo, { role: 'parkmanager' });
    const page = await context.newPage();
    await page.goto(`${demo.web}/alerts`);
    const rule = page.getByRole('switch', { name: 'Meter zwijgt: bewaken voor De Mars' });
    await rule.click();
    await page
      .getByRole('row', { name: /^Meter zwijgt.*ritme/ })
      .getByText(/^door /)
      .waitFor();
    expect(await rule.isChecked()).toBe(false);
    // The company goes on, the park hears nothing of it.
    await page.getByRole('row', { name: /Simulatie Stil BV/ }).waitFor({ state: 'detached' });
    await rule.click();
    await page.getByRole('row', { name: /Simulatie Stil BV/ }).waitFor();

    const channel = page.getByRole('row', { name: /^E-mail: test@example.org/ });
    await channel.getByRole('button', { name: 'Wijzig: test@example.org' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Naam (mag leeg blijven)').fill('Wachtdienst');
    await dialog.getByLabel('Veel gas in het weekend').uncheck();
    await fits(page);
    await dialog.getByRole('button', { name: 'Sla op' }).click();
    await dialog.waitFor({ state: 'detached' });
    const changed = page.getByRole('row', { name: /^Wachtdienst E-mail: test@example.org/ });
    await changed.waitFor();

    expect(await changed.innerText()).toContain('alleen Piek verwacht in dit kwartier');
    const log = page.getByRole('table', { name: 'Wie wat wijzigde' });
    await log.getByText(/naam: – → Wachtdienst/).waitFor();
    expect(await log.innerText()).toMatch(/Meter zwijgt aangezet[\s\S]*Meter zwijgt uitgezet/);
    await context.close();
  }, 60_000);

  it.each(LOOKS)(
    'fits and is clean: $name',
    async ({ name, look }) => {
      const context = await signedIn(browser, demo, { role: 'parkmanager', ...look });
      const page = await context.newPage();
      await page.goto(`${demo.web}/alerts`);
      await page.getByRole('heading', { name: 'Regels: wat er bewaakt wordt' }).waitFor();
      await page.locator('#channel-target').waitFor();
      await page.getByRole('heading', { name: 'Regels: wat er bewaakt wordt' }).scrollIntoViewIfNeeded();
      await picture(page, `alerts ${name}`);
      await fits(page);
      await page.getByRole('heading', { name: 'Wie wat wijzigde' }).scrollIntoViewIfNeeded();
      await picture(page, `alert settings ${name}`);
      await context.close();
    },
    60_000,
  );
});
