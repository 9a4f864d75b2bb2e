// A report as a spreadsheet, read back.
import readXlsxFile from 'read-excel-file/node';
import { expect, it } from 'vitest';
import { reportOf } from '../../src/charts/report-tables.ts';
import { reportXlsx } from '../../src/jobs/report-xlsx.ts';
import { figuresOf } from '../charts/report-figures.ts';

it('has a sheet for each table, numbers as numbers, and how they were made', async () => {
  const sheets = await readXlsxFile(await reportXlsx(reportOf(figuresOf(), 'en')));

  expect(sheets.map(({ sheet }) => sheet)).toEqual([
    'About this report',
    'Energy',
    'Own use',
    'Electricity by step',
    'Room on the grid',
    'CO2 emissions',
    'CO2 by energy carrier',
    'Compared with the base year',
  ]);
  expect(sheets[1]?.data[1]).toEqual(['Electricity', 'kWh', 1234.5, 0, null, 1234.5, 0, 0, 50]);
  expect(JSON.stringify(sheets[0]?.data)).toContain('co2emissiefactoren.nl');
});
