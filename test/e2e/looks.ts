// How a page is looked at: light on a screen and dark on a phone, without a finding of axe, and as a picture for whoever wants one.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { violations } from './violations.ts';

/** Both palettes and both widths; each page is looked at in every one of them by pages-looks. */
export const LOOKS = [
  { name: 'light', look: { colorScheme: 'light' } },
  { name: 'dark, 360 px wide', look: { colorScheme: 'dark', width: 360 } },
] as const;

/** Kept where PICTURES=<folder> says so. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}

/** Closes what a "Waarom?" opened. */
export async function closeWhy(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Axe finds nothing, and nothing sticks out to the right. */
export async function fits(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
}
