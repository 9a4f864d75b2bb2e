// The words and the scale that charts about CO2 draw, in both languages.
import { type Lang, type Scale, formatScaled } from './formats.ts';

const nl = {
  scope1: 'Scope 1, direct',
  scope2: 'Scope 2, stroom en warmte',
  upstream: 'Keten',
  month: 'Maand',
  year: 'Jaar',
  total: 'Totaal',
  base: 'Toen',
  now: 'Nu',
  part: 'Onderdeel',
  activity: 'Activiteit',
  weather: 'Weer',
  fuel: 'Brandstof',
  factor: 'Factor',
  coverage: 'Meters',
  target: 'Doellijn',
  actual: 'Uitstoot',
  forecast: 'Verwachting',
  low: 'Laag',
  high: 'Hoog',
  secret: 'geheim',
};
export type Co2Words = typeof nl;
const en: Co2Words = {
  scope1: 'Scope 1, direct',
  scope2: 'Scope 2, electricity and heat',
  upstream: 'Upstream',
  month: 'Month',
  year: 'Year',
  total: 'Total',
  base: 'Then',
  now: 'Now',
  part: 'Part',
  activity: 'Activity',
  weather: 'Weather',
  fuel: 'Fuel',
  factor: 'Factor',
  coverage: 'Meters',
  target: 'Target',
  actual: 'Emissions',
  forecast: 'Expected',
  low: 'Low',
  high: 'High',
  secret: 'secret',
};
export const co2Words = (lang: Lang): Co2Words => (lang === 'nl' ? nl : en);

/** kg to 10,000, tonnes with one decimal to 100,000, then kilotonnes. */
export function scaleKg(largest: number): Scale {
  const size = Math.abs(largest);
  if (size < 10_000) return { unit: 'kg', divisor: 1, digits: size < 100 ? 1 : 0 };
  return size < 100_000_000 ? { unit: 't', divisor: 1000, digits: 1 } : { unit: 'kt', divisor: 1_000_000, digits: 1 };
}

export function formatKg(lang: Lang, kg: number): string {
  const scale = scaleKg(kg);
  return `${formatScaled(lang, kg, scale)}\u00a0${scale.unit}`;
}
