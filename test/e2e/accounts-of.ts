// Accounts of companies beside the demo's own, and what the API answers to whoever is signed in.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Ready } from './demo.ts';

const PASSWORD = 'a long password';

/** Asks the API as somebody; a body makes it a POST. */
export async function asked<T>(context: BrowserContext, demo: Ready, to: { path: string; body?: object }): Promise<T> {
  const url = `${demo.web}/api/v1${to.path}`;
  const answer = to.body === undefined ? await context.request.get(url) : await context.request.post(url, { data: to.body, headers: { origin: demo.web } });
  if (!answer.ok()) throw new Error(`${to.path} answered ${answer.status()}: ${await answer.text()}`);
  return answer.json();
}

/** Somebody of a company, signed in.
 *  @param operator who makes the account */
export async function ofCompany(browser: Browser, demo: Ready, { operator, company }: { operator: BrowserContext; company: number }): Promise<BrowserContext> {
  const email = `company-${company}@test.nl`;
  await asked(operator, demo, { path: '/users', body: { email, password: PASSWORD, name: email, roles: [{ role: 'company', company }] } });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'nl-NL', timezoneId: 'Europe/Amsterdam', reducedMotion: 'reduce' });
  await context.request.post(`${demo.web}/api/auth/sign-in/email`, { data: { email, password: PASSWORD }, headers: { origin: demo.web } });
  return context;
}

export async function pageAt(context: BrowserContext, demo: Ready, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${demo.web}${path}`);
  await page.locator('h1').waitFor();
  return page;
}
