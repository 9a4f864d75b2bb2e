// Who may see or change what, as a table: the rules of the product in one place.
import { describe, expect, it } from 'vitest';
import { type Principal, type Resource, type Role, NOBODY, decide, mayEnter } from '../../src/domain/access.ts';

const shared = { parkmanager: true, region: true };
const closed = { parkmanager: false, region: false };
const onlyPark = { parkmanager: true, region: false };

const person = (...roles: Role[]): Principal => ({ id: 'somebody', roles, processor: false });
const principals = {
  nobody: NOBODY,
  'signed in': person(),
  operator: person({ role: 'operator' }),
  region: person({ role: 'region' }),
  manager: person({ role: 'parkmanager', parks: ['eerbeek'] }),
  company: person({ role: 'company', company: 1 }),
  gateway: person({ role: 'gateway', gateway: 5 }),
  program: { id: 'key', roles: [], processor: true },
} satisfies Record<string, Principal>;

const resources = {
  public: { kind: 'public' },
  directory: { kind: 'directory' },
  region: { kind: 'region' },
  'own park': { kind: 'park', park: 'eerbeek' },
  'other park': { kind: 'park', park: 'de-mars' },
  'company 1, shared': { kind: 'company', company: 1, park: 'eerbeek', sharing: shared },
  'company 1, with the park': { kind: 'company', company: 1, park: 'eerbeek', sharing: onlyPark },
  'company 1, closed': { kind: 'company', company: 1, park: 'eerbeek', sharing: closed },
  'company 2, shared': { kind: 'company', company: 2, park: 'de-mars', sharing: shared },
  'gateway of company 1, closed': { kind: 'gateway', company: 1, park: 'eerbeek', sharing: closed },
  'gateway of company 1, shared': { kind: 'gateway', company: 1, park: 'eerbeek', sharing: shared },
  'gateway of the park': { kind: 'gateway', company: null, park: 'eerbeek', sharing: closed },
  'gateway of another park': { kind: 'gateway', company: null, park: 'de-mars', sharing: closed },
  'ingest of gateway 5': { kind: 'ingest', gateway: 5, company: 1, park: 'eerbeek' },
  'ingest of gateway 6': { kind: 'ingest', gateway: 6, company: null, park: 'eerbeek' },
  'consent of company 1': { kind: 'consent', company: 1 },
  'consent of company 2': { kind: 'consent', company: 2 },
  installation: { kind: 'installation' },
  'bringing files': { kind: 'imports' },
  'bringing a table of heat ports': { kind: 'heat-port-table' },
  'file of somebody, nothing read': { kind: 'import', author: 'somebody', companies: [] },
  'file of another, nothing read': { kind: 'import', author: 'another', companies: [] },
  'file about company 1, shared': { kind: 'import', author: 'another', companies: [{ company: 1, park: 'eerbeek', sharing: shared }] },
  'file about company 1, closed': { kind: 'import', author: 'somebody', companies: [{ company: 1, park: 'eerbeek', sharing: closed }] },
  'file about companies 1 and 2': {
    kind: 'import',
    author: 'somebody',
    companies: [
      { company: 1, park: 'eerbeek', sharing: shared },
      { company: 2, park: 'eerbeek', sharing: closed },
    ],
  },
  'figures of company 1, with the park': { kind: 'figures', company: 1, park: 'eerbeek', sharing: onlyPark },
  'figures of company 1, closed': { kind: 'figures', company: 1, park: 'eerbeek', sharing: closed },
  'alert of the park': { kind: 'alert', company: null, park: 'eerbeek', sharing: shared },
  'alert of company 1, shared': { kind: 'alert', company: 1, park: 'eerbeek', sharing: shared },
  'alert of company 1, closed': { kind: 'alert', company: 1, park: 'eerbeek', sharing: closed },
  'alert of a group of company 1': { kind: 'alert', company: null, park: 'eerbeek', sharing: onlyPark, party: [1, 3] },
  'alert of a group of others': { kind: 'alert', company: null, park: 'eerbeek', sharing: onlyPark, party: [2, 3] },
  'alert channel of the park': { kind: 'alert-channel', company: null, park: 'eerbeek' },
  'alert channel of another park': { kind: 'alert-channel', company: null, park: 'de-mars' },
  'alert channel of company 1': { kind: 'alert-channel', company: 1, park: 'eerbeek' },
} satisfies Record<string, Resource>;

// s = may see, c = may change, sc = both, - = neither.
type Rights = 's' | 'c' | 'sc' | '-';
const who = ['operator', 'region', 'manager', 'company', 'gateway', 'signed in'] as const;
const table: Record<keyof typeof resources, readonly [Rights, Rights, Rights, Rights, Rights, Rights]> = {
  // operator, region, manager, company, gateway, signed in
  public: ['s', 's', 's', 's', 's', 's'],
  directory: ['sc', 's', 's', 's', '-', '-'],
  region: ['sc', 's', '-', '-', '-', '-'],
  'own park': ['sc', 's', 's', '-', '-', '-'],
  'other park': ['sc', 's', '-', '-', '-', '-'],
  'company 1, shared': ['sc', '-', 's', 'sc', '-', '-'],
  'company 1, with the park': ['c', '-', 's', 'sc', '-', '-'],
  'company 1, closed': ['c', '-', '-', 'sc', '-', '-'],
  'company 2, shared': ['sc', '-', '-', '-', '-', '-'],
  'gateway of company 1, closed': ['c', '-', '-', 'sc', '-', '-'],
  'gateway of company 1, shared': ['sc', '-', 's', 'sc', '-', '-'],
  'gateway of the park': ['c', '-', 'c', '-', '-', '-'],
  'gateway of another park': ['c', '-', '-', '-', '-', '-'],
  'ingest of gateway 5': ['sc', '-', '-', 'sc', 'c', '-'],
  'ingest of gateway 6': ['sc', '-', 'sc', '-', '-', '-'],
  'consent of company 1': ['s', '-', '-', 'sc', '-', '-'],
  'consent of company 2': ['s', '-', '-', '-', '-', '-'],
  installation: ['sc', '-', '-', '-', '-', '-'],
  'bringing files': ['-', '-', 'sc', 'sc', '-', '-'],
  'bringing a table of heat ports': ['sc', '-', 'sc', 'sc', '-', '-'],
  'file of somebody, nothing read': ['-', '-', 'sc', 'sc', '-', '-'],
  'file of another, nothing read': ['-', '-', '-', '-', '-', '-'],
  'file about company 1, shared': ['-', '-', 'sc', 'sc', '-', '-'],
  'file about company 1, closed': ['-', '-', '-', 'sc', '-', '-'],
  'file about companies 1 and 2': ['-', '-', '-', '-', '-', '-'],
  'figures of company 1, with the park': ['-', '-', 'sc', 'sc', '-', '-'],
  'figures of company 1, closed': ['-', '-', '-', 'sc', '-', '-'],
  'alert of the park': ['sc', '-', 'sc', '-', '-', '-'],
  'alert of company 1, shared': ['sc', '-', 'sc', 'sc', '-', '-'],
  'alert of company 1, closed': ['-', '-', '-', 'sc', '-', '-'],
  'alert of a group of company 1': ['-', '-', 'sc', 's', '-', '-'],
  'alert of a group of others': ['-', '-', 'sc', '-', '-', '-'],
  'alert channel of the park': ['sc', '-', 'sc', '-', '-', '-'],
  'alert channel of another park': ['sc', '-', '-', '-', '-', '-'],
  'alert channel of company 1': ['-', '-', '-', 'sc', '-', '-'],
};
const names = [
  'public',
  'directory',
  'region',
  'own park',
  'other park',
  'company 1, shared',
  'company 1, with the park',
  'company 1, closed',
  'company 2, shared',
  'gateway of company 1, closed',
  'gateway of company 1, shared',
  'gateway of the park',
  'gateway of another park',
  'ingest of gateway 5',
  'ingest of gateway 6',
  'consent of company 1',
  'consent of company 2',
  'installation',
  'bringing files',
  'bringing a table of heat ports',
  'file of somebody, nothing read',
  'file of another, nothing read',
  'file about company 1, shared',
  'file about company 1, closed',
  'file about companies 1 and 2',
  'figures of company 1, with the park',
  'figures of company 1, closed',
  'alert of the park',
  'alert of company 1, shared',
  'alert of company 1, closed',
  'alert of a group of company 1',
  'alert of a group of others',
  'alert channel of the park',
  'alert channel of another park',
  'alert channel of company 1',
] as const;

const rightsOf = (principal: Principal, resource: Resource): string => {
  const letters = `${decide(principal, 'see', resource) === 'allow' ? 's' : ''}${decide(principal, 'change', resource) === 'allow' ? 'c' : ''}`;
  return letters === '' ? '-' : letters;
};

describe('the table of rights', () => {
  it.each(names)('%s', (name) => {
    expect(who.map((one) => rightsOf(principals[one], resources[name]))).toEqual(table[name]);
  });

  it('names every resource above', () => {
    expect([...names].sort()).toEqual(Object.keys(resources).sort());
  });
});

describe('somebody who did not sign in', () => {
  it.each(names.filter((name) => name !== 'public'))('is asked to sign in for: %s', (name) => {
    expect([decide(NOBODY, 'see', resources[name]), decide(NOBODY, 'change', resources[name])]).toEqual(['sign-in', 'sign-in']);
  });

  it('sees what is public and changes nothing of it', () => {
    expect([decide(NOBODY, 'see', resources.public), decide(NOBODY, 'change', resources.public)]).toEqual(['allow', 'absent']);
  });
});

describe('the program of the operator', () => {
  it.each(names.filter((name) => name !== 'public'))('may see and change: %s', (name) => {
    expect(rightsOf(principals.program, resources[name])).toBe('sc');
  });
});

describe('what a person may not know of', () => {
  it('is answered as if it did not exist', () => {
    expect(decide(principals.manager, 'see', resources['company 1, closed'])).toBe('absent');
  });
});

describe('two roles', () => {
  it('give what either of them gives, and no more', () => {
    const both = person({ role: 'region' }, { role: 'company', company: 1 });

    expect(rightsOf(both, resources.region)).toBe('s');
    expect(rightsOf(both, resources['company 1, closed'])).toBe('sc');
    expect(rightsOf(both, resources['company 2, shared'])).toBe('-');
  });
});

describe("a company's readings in a figure", () => {
  const company = (sharing: { parkmanager: boolean; region: boolean }): Parameters<typeof mayEnter>[1] => ({ company: 1, park: 'eerbeek', sharing });

  it.each([
    ['operator', [true, false, false]],
    ['region', [true, false, false]],
    ['manager', [true, true, false]],
    ['company', [true, true, true]],
    ['program', [true, true, true]],
    ['gateway', [false, false, false]],
    ['signed in', [false, false, false]],
    ['nobody', [false, false, false]],
  ] as const)('enter for %s only as the company allows: shared, with the park, closed', (name, expected) => {
    expect([shared, onlyPark, closed].map((sharing) => mayEnter(principals[name], company(sharing)))).toEqual(expected);
  });

  it('never enter for the manager of another park', () => {
    expect(mayEnter(person({ role: 'parkmanager', parks: ['de-mars'] }), company(shared))).toBe(false);
  });
});
