// The sheet over HTTP: a PDF of one page for who may see the match, with no more on it than the page shows.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marksOfPdf, pagesOf, textOfPdf } from '../jobs/pdf-text.ts';
import { type HeatRegion, heatRegion } from './heat-region.ts';
import { BOOTSTRAP, signIn } from './small-region.ts';

let heat: HeatRegion;
let path: string;
beforeAll(async () => {
  heat = await heatRegion();
  path = `/api/v1/heat-matches/${heat.named(heat.ports.mill, heat.ports.dairy)}/file`;
}, 60_000);
afterAll(() => heat.region.stop());

async function fetched(as: { key: string } | { email: string }, query = ''): Promise<{ status: number; type: string; bytes: Uint8Array }> {
  const headers: Record<string, string> = 'key' in as ? { authorization: `Bearer ${as.key}` } : { cookie: await signIn(heat.region, as.email, 'a long password') };
  const answer = await fetch(`${heat.region.app.parts.urls.web}${path}${query}`, { headers });
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', bytes: new Uint8Array(await answer.arrayBuffer()) };
}

describe('the sheet', () => {
  it('is a page with both names for who may see both', async () => {
    const { status, type, bytes } = await fetched({ key: BOOTSTRAP }, '?lang=en');
    const text = textOfPdf(bytes);

    expect([status, type, pagesOf(bytes)]).toEqual([200, 'application/pdf', 1]);
    expect(text).toContain('Mill,dryer');
    expect(text).toContain('Dairy');
    expect(text).toContain('Whythisnumber');
  });

  it('names nobody to a side before both agreed', async () => {
    const { status, bytes } = await fetched({ email: 'mill@test.nl' });
    const text = textOfPdf(bytes);

    expect(status).toBe(200);
    expect(text).toContain('Mill');
    expect(text).not.toMatch(/Dairy|Silent/);
    // Neither in what a reader hears instead of sees.
    expect(marksOfPdf(bytes)).toContain('Mill');
    expect(marksOfPdf(bytes)).not.toMatch(/Dairy|Silent/);
  });

  it('is not there for others, nor in another format', async () => {
    expect((await fetched({ email: 'silent@test.nl' })).status).toBe(404);
    expect((await fetched({ email: 'region@test.nl' })).status).toBe(404);
    expect((await fetched({ key: BOOTSTRAP }, '?format=xlsx')).status).toBe(422);
  });
});
