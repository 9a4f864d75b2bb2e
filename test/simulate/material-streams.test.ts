// Streams of simulated firms: the same for the same seed, in the book, and of plausible sizes.
import { expect, it } from 'vitest';
import { readEural } from '../../src/domain/circular/eural.ts';
import { yearOf } from '../../src/domain/circular/streams.ts';
import { loadMaterials } from '../../src/materials.ts';
import { planProduct, planStreams } from '../../src/simulate/material-streams.ts';
import { ofPark, plan } from './parks.ts';

const book = loadMaterials('config/materials');
const all = plan.companies.flatMap((company) => planStreams({ seed: 11, company }));

it('follow from the seed and the firm alone', () => {
  const [company] = ofPark('eerbeek-loenen');
  const one = company ?? expect.fail('no firm');

  expect(planStreams({ seed: 11, company: one })).toEqual(planStreams({ seed: 11, company: one }));
  expect(planStreams({ seed: 12, company: one })).not.toEqual(planStreams({ seed: 11, company: one }));
});

it('are of classes, codes and properties that the book knows', () => {
  for (const { materialClass, euralCode, specification, direction } of all) {
    expect(book.classes.has(materialClass), materialClass).toBe(true);
    const code = readEural(euralCode ?? '03 03 10') ?? expect.fail(`no code ${euralCode}`);
    expect(euralCode === null ? direction : book.codes.get(code.code)?.hazardous).toBe(euralCode === null ? 'need' : code.hazardous);
    for (const name of Object.keys(specification)) expect(book.properties.has(name), name).toBe(true);
  }
});

it('have offers and needs on a park of paper mills, all of them above nought', () => {
  const paper = ofPark('eerbeek-loenen').flatMap((company) => planStreams({ seed: 11, company }));

  expect(new Set(paper.map(({ direction }) => direction))).toEqual(new Set(['offer', 'need']));
  expect(all.every(({ tonnesByMonth }) => yearOf(tonnesByMonth) > 0 && tonnesByMonth.every((tonnes) => tonnes > 0))).toBe(true);
});

it('have a product where something is made', () => {
  const products = plan.companies.flatMap((company) => planProduct({ seed: 11, company }) ?? []);

  expect(products.length).toBeGreaterThan(4);
  expect(products.every(({ recycledInput, recycledAfter }) => recycledInput <= 1 && recycledAfter <= 1)).toBe(true);
});
