// Contrast of the design tokens by the formula of WCAG 2.2, in light and dark. axe cannot judge text in SVG.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TOKENS } from '../../src/charts/palette.ts';

const sheet = readFileSync(new URL('../../src/web/style/tokens.css', import.meta.url), 'utf8');
const tokens = new Map([...sheet.matchAll(/--([\w]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(([, name = '', light = '', dark = '']) => [name, { light, dark }]));

function luminance(hex: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(ink: string, surface: string, theme: 'light' | 'dark'): number {
  const [a, b] = [ink, surface].map((name) => luminance(tokens.get(name)?.[theme] ?? '#000000'));
  const [high, low] = [Math.max(a ?? 0, b ?? 0), Math.min(a ?? 0, b ?? 0)];
  return (high + 0.05) / (low + 0.05);
}

const THEMES = ['light', 'dark'] as const;
const TEXT = [
  ['inkt', 'vlak'],
  ['inkt', 'papier'],
  ['inkt', 'vlak2'],
  ['inkt', 'gekozen'],
  ['inkt', 'merkz'],
  ['inkt2', 'vlak'],
  ['inkt2', 'vlak2'],
  ['inkt2', 'papier'],
  ['inkt3', 'vlak'],
  ['inkt3', 'vlak2'],
  ['merk', 'vlak'],
  ['merk', 'papier'],
  ['merk', 'merkz'],
  ['opmerk', 'merk'],
  ['knoopt', 'knoop'],
  ['goed', 'goedz'],
  ['goed', 'papier'],
  ['let', 'letz'],
  ['let', 'vlak'],
  ['let', 'vlak2'],
  ['let', 'papier'],
  ['fout', 'foutz'],
  ['fout', 'vlak'],
  ['fout', 'papier'],
  ['info', 'infoz'],
  ['info', 'land'],
  ['d1t', 'd1'],
  ['d2t', 'd2'],
  ['d3t', 'd3'],
  ['inkt2', 'land'],
] as const;
const MARKS = ['stroom', 'gas', 'warmte', 'biogas', 'waterstof', 'water', 'stoom', 'koude', 'opslag', 'lijn2', 'as', 'merk'] as const;

describe.each(THEMES)('tokens in %s', (theme) => {
  it.each(TEXT)('text %s on %s has at least 4.5:1', (ink, surface) => {
    expect(contrast(ink, surface, theme)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(MARKS)('mark %s on vlak has at least 3:1', (mark) => {
    expect(Math.round(contrast(mark, 'vlak', theme) * 10) / 10).toBeGreaterThanOrEqual(3);
  });

  it('has every colour that charts ask for', () => {
    expect(TOKENS.filter((token) => !tokens.has(token))).toEqual([]);
  });
});

describe('the reference table', () => {
  it('is matched where it names a ratio', () => {
    expect(contrast('inkt2', 'vlak', 'light')).toBeCloseTo(8.1, 1);
    expect(contrast('inkt', 'vlak', 'dark')).toBeCloseTo(14.4, 1);
    expect(contrast('goed', 'goedz', 'light')).toBeCloseTo(5.4, 1);
  });
});
