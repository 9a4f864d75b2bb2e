// The words that charts draw, in both languages. Screens have their own in web/i18n.
import type { Lang } from './formats.ts';

const nl = {
  time: 'Tijd', total: 'Totaal', fromGrid: 'Van het net', ownGeneration: 'Eigen opwek', discharge: 'Batterij levert',
  charge: 'Batterij laadt', export: 'Teruglevering', use: 'Verbruik en laden', consumption: 'Verbruik', residual: 'Niet gemeten',
  supply: 'Aanvoer', produced: 'Eigen productie', delivered: 'Levering buiten het park',
  coverage: 'Gemeten', estimated: 'geschat', estimatedShare: 'Geschat', missing: 'ontbreekt', limit: 'Grens', power: 'Vermogen',
  quality: 'Soort', measured: 'gemeten', running: 'loopt nog', other: 'Overig', from: 'Van', to: 'Naar', amount: 'Hoeveelheid',
  upImport: 'afname ↑', downExport: 'terug ↓',
  carriers: { electricity: 'Stroom', gas: 'Gas', heat: 'Warmte', cold: 'Koude', steam: 'Stoom', hydrogen: 'Waterstof', biogas: 'Biogas', water: 'Water' },
  nodes: {
    grid: 'Net', sun: 'Zon', wind: 'Wind', chp: 'WKK', 'other-generation': 'Overige opwek', discharge: 'Batterij', local: 'Onderling',
    companies: 'Bedrijven', charge: 'Batterij laadt', export: 'Teruglevering', residual: 'Niet gemeten', other: 'Overig',
  },
};

export type ChartWords = typeof nl;

const en: ChartWords = {
  time: 'Time', total: 'Total', fromGrid: 'From the grid', ownGeneration: 'Own generation', discharge: 'Battery delivers',
  charge: 'Battery charges', export: 'Export', use: 'Use and charging', consumption: 'Consumption', residual: 'Not metered',
  supply: 'Supply', produced: 'Own production', delivered: 'Delivered outside the park',
  coverage: 'Metered', estimated: 'estimated', estimatedShare: 'Estimated', missing: 'missing', limit: 'Limit', power: 'Power',
  quality: 'Kind', measured: 'measured', running: 'running', other: 'Other', from: 'From', to: 'To', amount: 'Amount',
  upImport: 'import ↑', downExport: 'export ↓',
  carriers: { electricity: 'Electricity', gas: 'Gas', heat: 'Heat', cold: 'Cold', steam: 'Steam', hydrogen: 'Hydrogen', biogas: 'Biogas', water: 'Water' },
  nodes: {
    grid: 'Grid', sun: 'Sun', wind: 'Wind', chp: 'CHP', 'other-generation': 'Other generation', discharge: 'Battery', local: 'Mutual',
    companies: 'Companies', charge: 'Battery charges', export: 'Export', residual: 'Not metered', other: 'Other',
  },
};

export const chartWords = (lang: Lang): ChartWords => (lang === 'nl' ? nl : en);
