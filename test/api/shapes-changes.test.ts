// Shapes of changes: what is left out stays, null is said aloud, and nothing else is taken.
import { expect, it } from 'vitest';
import { CompanyChange, ConnectionChange, MeterChange } from '../../src/api/shapes-changes.ts';

it.each([
  [CompanyChange, {}],
  [CompanyChange, { name: 'De Hoop', kvk: '12345678', sbi: '17.21' }],
  [ConnectionChange, { contractedImportKw: 0, physicalExportKw: null, behind: null, validTo: null }],
  [ConnectionChange, { ean: '871999900000000011', validTo: '2026-11-01T00:00:00+01:00' }],
  [MeterChange, { serial: 'E1', role: 'sub', generationKind: null, gateway: null, validTo: '2026-11-01' }],
])('takes what fits, as it is', (shape, body) => {
  expect(shape.parse(body)).toEqual(body);
});

it.each([
  [CompanyChange, { park: 'de-mars' }],
  [CompanyChange, { kvk: null }],
  [CompanyChange, { name: undefined }],
  [ConnectionChange, { company: 2 }],
  [ConnectionChange, { validFrom: '2026-01-01' }],
  [ConnectionChange, { ean: null }],
  [MeterChange, { connection: 2 }],
  [MeterChange, { role: null }],
])('refuses %#: what cannot be changed', (shape, body) => {
  expect(shape.safeParse(body).success).toBe(false);
});
