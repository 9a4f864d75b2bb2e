// What the running product looks at: the registry and the last values as they are.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { epochMs } from '../src/domain/units.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './api/small-region.ts';

const DAY = 86_400_000;
let small: SmallRegion;
let of: Objects;
beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  of = await makeCompany(small, { park: 'park-a', name: 'A', ean: '871999900000000011', shares: true });
}, 60_000);
afterAll(() => small.stop());

async function openAlerts(): Promise<string[]> {
  small.app.parts.deps.jobs.run('watch-meters');
  await small.app.parts.deps.jobs.ended('watch-meters');
  return (await small.app.parts.deps.alerts.allOpen()).map((one) => `${one.kind} ${one.subject}`).sort();
}

it('tells of a consent that ends within a month, unless another one follows it', async () => {
  const { directory } = small.app.parts;
  const now = Date.now();
  const consent = { company: of.company, audience: 'region', validFrom: epochMs(now - DAY), revokedAt: null, grantedBy: 'x' } as const;
  // Consents without end were granted already: they go first.
  for (const one of directory.consents.values()) await directory.revokeConsent(one, epochMs(now));
  await directory.addConsent({ ...consent, validTo: epochMs(now + 10 * DAY) });
  expect(await openAlerts()).toEqual([`consent-ending consent ${of.company} region`]);

  await directory.addConsent({ ...consent, validTo: null });
  expect(await openAlerts()).toEqual([]);
});

it('does not call a meter silent whose gateway was revoked', async () => {
  const { directory, deps } = small.app.parts;
  const [register] = await directory.addRegisters([{ meter: of.meter, name: 'import', carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh' }]);
  deps.last.put({ register: register?.id ?? 0, at: epochMs(Date.now() - DAY), value: 1 });
  expect(await openAlerts()).toEqual([`silent-meter meter ${of.meter}`]);

  const gateway = directory.gateways.get(of.gateway);
  if (gateway === undefined) throw new Error('there is no gateway');
  await directory.revokeGateway(gateway, epochMs(Date.now()));
  expect(await openAlerts()).toEqual([]);
});

it('says no more that a consent ends when its company took it back', async () => {
  const { directory } = small.app.parts;
  const now = Date.now();
  for (const one of directory.consents.values()) if (one.revokedAt === null) await directory.revokeConsent(one, epochMs(now));
  const consent = await directory.addConsent({
    company: of.company,
    audience: 'group',
    validFrom: epochMs(now - DAY),
    validTo: epochMs(now + DAY),
    revokedAt: null,
    grantedBy: 'x',
  });
  expect(await openAlerts()).toEqual([`consent-ending consent ${of.company} group`]);

  await directory.revokeConsent(consent, epochMs(now));
  expect(await openAlerts()).toEqual([]);
});
