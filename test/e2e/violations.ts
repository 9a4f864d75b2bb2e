// What axe finds on a page, in every rule of WCAG 2.2 AA that it has and its best practices.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

/** Half as long as what `axe.source` holds, and a browser reads it anew on every page. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const OPTIONS: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  // Every rule is tried; of those that hold axe leaves out which elements they hold for, which it would describe one by one.
  resultTypes: ['violations'],
};

/** Rule and elements of each, of the page from its top: what has just gone half under the header would be too small to be hit. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(() => window.scrollTo(0, 0));
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(axe);
  return page.evaluate(async (options) => {
    const found = await window.axe.run(document, options);
    return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
  }, OPTIONS);
}
