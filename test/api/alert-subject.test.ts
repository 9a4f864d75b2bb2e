// What an alert is about, in a real registry: how people know it, and when nobody looks at it any more.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { isGone, isHeardOf, nameOfSubject } from '../../src/api/alert-subject.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const NOW = epochMs(Date.now());
let small: SmallRegion;
let of: Objects;
let known: Parameters<typeof isGone>[0];
beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  of = await makeCompany(small, { park: 'park-a', name: 'A', ean: '871999900000000011', shares: true });
  known = small.app.parts.deps;
}, 60_000);
afterAll(() => small.stop());

it('is called by the number on the meter and the EAN of the connection; what has no name has none', () => {
  const names = [`meter ${of.meter}`, `connection ${of.connection}`, 'meter 99', 'group 99', 'park park-a', `consent ${of.company} region`];

  expect(names.map((subject) => nameOfSubject(known, subject, true))).toEqual([`M-${of.company}`, '871999900000000011', null, null, null, null]);
});

it('is gone when it was never there, ended, or was taken back', async () => {
  const { directory } = small.app.parts;
  const subjects = [`meter ${of.meter}`, `connection ${of.connection}`, `consent ${of.company} region`, 'park park-a'];
  const gone = (): boolean[] => subjects.map((subject) => isGone(known, subject, NOW));
  expect(gone()).toEqual([false, false, false, false]);
  expect(['meter 99', 'connection 99', 'group 99', `consent ${of.company} group`].map((subject) => isGone(known, subject, NOW))).toEqual([true, true, true, true]);

  const meter = directory.meters.get(of.meter);
  const later = { gateway: of.gateway, validFrom: epochMs(0), validTo: epochMs(NOW + 1) };
  expect([
    meter && isHeardOf(known, meter, NOW),
    isHeardOf(known, later, NOW),
    isHeardOf(known, { ...later, validTo: NOW }, NOW),
    isHeardOf(known, { ...later, gateway: null }, NOW),
  ]).toEqual([true, true, false, false]);
  for (const consent of directory.consents.values()) await directory.revokeConsent(consent, NOW);
  const gateway = directory.gateways.get(of.gateway);
  if (gateway !== undefined) await directory.revokeGateway(gateway, NOW);
  expect(gone()).toEqual([true, false, true, false]);
});
