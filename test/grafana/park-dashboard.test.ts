// The dashboard as Grafana will read it: as committed, in Dutch, on a grid, with units and sources that exist.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SOURCE_UIDS, placePanels } from '../../grafana/panels.ts';
import { parkDashboard } from '../../grafana/park-dashboard.ts';

const { panels, ...dashboard } = parkDashboard();

describe('the dashboard of a park', () => {
  it('is committed as it is built: npm run dashboards', () => {
    const committed: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../grafana/dashboards/park.json'), 'utf8'));

    expect(committed).toEqual(parkDashboard());
  });

  it('has numbers of its own for panels and none for itself: Grafana gives that', () => {
    expect(new Set(panels.map((panel) => panel.id)).size).toBe(panels.length);
    expect([dashboard['uid'], 'id' in dashboard, dashboard['timezone']]).toEqual(['kringstroom-park', false, 'Europe/Amsterdam']);
  });

  it('says first whether the data are simulated', () => {
    expect(panels[0]).toMatchObject({ title: 'Herkomst', fieldConfig: { defaults: { mappings: [{ options: { 1: { text: 'Demogegevens: gesimuleerd' } } }] } } });
  });

  it('covers no panel with another, within 24 columns', () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`));

    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...panels.map(({ gridPos }) => gridPos.x + gridPos.w))).toBeLessThanOrEqual(24);
  });

  it.each(panels.map((panel) => [panel.title, panel] as const))('%s: has a unit, a sentence and sources that are provisioned', (title, panel) => {
    const known: string[] = Object.values(SOURCE_UIDS);
    expect(panel['fieldConfig']).toMatchObject({ defaults: { unit: expect.stringMatching(/^(kwatth|kwatt|m3|short)$/) } });
    expect(panel.description).toMatch(/^[A-Z].*\.$/);
    expect([panel.datasource.uid, ...panel.targets.map((target) => target.datasource.uid)].every((uid) => known.includes(uid))).toBe(true);
    // Where the data come from holds for the whole database.
    if (title !== 'Herkomst') expect(panel.targets.every((target) => target.query.includes('$timeFilter') && target.query.includes('$park'))).toBe(true);
    // English that slips in from an example.
    expect(`${title} ${panel.description}`).not.toMatch(/\b(the|last|power|energy|import|export|per quarter)\b/i);
  });
});

describe('panels', () => {
  it('begin a row when they do not fit, below the highest of the row before', () => {
    const one = { kind: 'stat', title: 'A', description: 'B.', unit: 'short', source: 'raw', targets: [] } as const;

    const placed = placePanels([
      { ...one, width: 12, height: 4 },
      { ...one, width: 12, height: 6 },
      { ...one, width: 6, height: 4 },
    ]);

    expect(placed.map(({ gridPos }) => gridPos)).toEqual([
      { x: 0, y: 0, w: 12, h: 4 },
      { x: 12, y: 0, w: 12, h: 6 },
      { x: 0, y: 6, w: 6, h: 4 },
    ]);
  });
});
