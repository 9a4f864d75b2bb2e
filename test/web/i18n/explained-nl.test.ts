// Dutch of explanations: a word for each term of a forecast and each way in which a figure of an exchange is made.
import { expect, it } from 'vitest';
import { ForecastExplanation, StatementExplanation } from '../../../src/api/shapes-explained.ts';
import { CapacityFigureExplanation } from '../../../src/api/shapes-capacity-explained.ts';
import { explainedNl } from '../../../src/web/i18n/explained-nl.ts';

it('names every term, unit and rule', () => {
  expect(Object.keys(explainedNl.forecast.terms)).toEqual(ForecastExplanation.shape.terms.element.shape.term.options);
  expect(Object.keys(explainedNl.statement.units)).toEqual(StatementExplanation.shape.unit.options);
  expect(Object.keys(explainedNl.room.units)).toEqual(CapacityFigureExplanation.shape.unit.options);
  expect(Object.keys(explainedNl.room.levels)).toEqual(CapacityFigureExplanation.shape.level.options);
  expect(Object.keys(explainedNl.exchange.levels).sort()).toEqual(['mean', 'product', 'ratio', 'sum']);
});

it('never shouts', () => {
  expect(JSON.stringify(explainedNl)).not.toMatch(/!|\b(je|jij|jouw)\b|oeps/i);
});
