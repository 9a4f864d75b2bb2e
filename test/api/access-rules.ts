// Who may call which route, on own and on foreign objects. A route that is not here fails access.test.ts.

import { heatRules } from './access-heat.ts';
import { materialRules } from './access-materials.ts';
import { scenarioRules } from './access-scenarios.ts';

export type Who = 'nobody' | 'operator' | 'region' | 'parkmanager' | 'company';
/** own: company A of park A, which shares; foreign: company B of park B, which shares with nobody. */
type Rule = Record<Exclude<Who, 'nobody'>, { own: Outcome; foreign: Outcome }>;
export type Outcome = 'ok' | 'absent';

const all = (own: Outcome, foreign: Outcome = own): Rule => ({ operator: { own, foreign }, region: { own, foreign }, parkmanager: { own, foreign }, company: { own, foreign } });
const both = (own: Outcome, foreign = own): { own: Outcome; foreign: Outcome } => ({ own, foreign });
const company: Rule = { operator: both('ok', 'absent'), region: both('absent'), parkmanager: both('ok', 'absent'), company: both('ok', 'absent') };
const changeCompany: Rule = { operator: both('ok'), region: both('absent'), parkmanager: both('absent'), company: both('ok', 'absent') };
/** Answered with figures: setting a company up gives no right to them. */
const correct: Rule = { ...changeCompany, operator: both('ok', 'absent') };
const park: Rule = { operator: both('ok'), region: both('ok'), parkmanager: both('ok', 'absent'), company: both('absent') };
const region: Rule = { operator: both('ok'), region: both('ok'), parkmanager: both('absent'), company: both('absent') };
const installation: Rule = { operator: both('ok'), region: both('absent'), parkmanager: both('absent'), company: both('absent') };
const consent = (see: Outcome): Rule => ({ operator: both(see), region: both('absent'), parkmanager: both('absent'), company: both('ok', 'absent') });
const everybody = all('ok');
const bringing: Rule = { operator: both('absent'), region: both('absent'), parkmanager: both('ok'), company: both('ok') };
const bring: Rule = { operator: both('absent'), region: both('absent'), parkmanager: both('ok', 'absent'), company: both('ok', 'absent') };

/** Of a group: the manager of its park keeps it, its members look. */
const group: Rule = { operator: both('ok'), region: both('absent'), parkmanager: both('ok', 'absent'), company: both('ok', 'absent') };
const changeGroup: Rule = { ...group, company: both('absent') };

/** Of a company, which shares with its manager: that one looks. */
const report: Rule = { operator: both('absent'), region: both('absent'), parkmanager: both('ok', 'absent'), company: both('ok', 'absent') };
const changeReport: Rule = { ...report, parkmanager: both('absent') };

export const RULES: Readonly<Record<string, Rule>> = {
  'get /me': everybody,
  'post /me/password': everybody,
  'get /me/keys': everybody,
  'post /me/keys': everybody,
  'delete /me/keys/{key}': all('absent'),
  'get /users': installation,
  'post /users': installation,
  'get /users/{id}': installation,
  'patch /users/{id}': installation,
  'delete /users/{id}': installation,
  'post /users/{id}/password': installation,
  'get /history': everybody,
  'get /corrections': everybody,
  'post /corrections': correct,
  'post /corrections/{id}/undo': correct,
  'get /meters/{id}/corrections': company,
  'post /meters/{id}/swaps': correct,
  'get /months': everybody,
  'get /live': everybody,
  'get /parks': everybody,
  'get /grid-hours': everybody,
  'post /parks': installation,
  'get /parks/{park}': everybody,
  'get /parks/{park}/companies': park,
  'get /parks/{park}/meters': park,
  'get /parks/{park}/balance': park,
  'get /parks/{park}/balance/explain': park,
  'get /parks/{park}/now': park,
  'get /parks/{park}/now/explain': park,
  'get /parks/{park}/emissions': park,
  'get /parks/{park}/emissions/explain': park,
  'get /parks/{park}/exchange': park,
  'get /parks/{park}/exchange/explain': park,
  'get /region/emissions': region,
  'get /region/emissions/explain': region,
  'get /companies/{id}/emissions': company,
  'get /companies/{id}/emissions/explain': company,
  'get /companies/{id}/guarantees': company,
  'post /companies/{id}/guarantees': bring,
  'get /parks/{park}/capacity': park,
  'get /parks/{park}/capacity/explain': park,
  'get /parks/{park}/capacity/year': park,
  'get /parks/{park}/capacity/now': park,
  'get /parks/{park}/capacity/join': park,
  'get /parks/{park}/forecast': park,
  'get /parks/{park}/forecast/explain': park,
  'get /parks/{park}/cross-checks': park,
  'get /parks/{park}/forecast/backtest': park,
  'get /parks/{park}/peaks': park,
  'get /parks/{park}/conversions': park,
  'get /companies/{id}/conversions': company,
  'post /conversions': changeCompany,
  'delete /conversions/{id}': changeCompany,
  'get /companies/{id}/capacity': company,
  'get /companies/{id}/capacity/explain': company,
  'get /companies/{id}/capacity/year': company,
  'get /companies/{id}/capacity/now': company,
  'get /companies/{id}/capacity/join': company,
  'get /companies/{id}/forecast': company,
  'get /companies/{id}/forecast/explain': company,
  'get /companies/{id}/cross-checks': company,
  'get /companies/{id}/forecast/backtest': company,
  'get /connections/{id}/capacity': company,
  'get /connections/{id}/capacity/explain': company,
  'get /connections/{id}/capacity/year': company,
  'get /connections/{id}/capacity/now': company,
  'get /connections/{id}/capacity/join': company,
  'get /connections/{id}/forecast': company,
  'get /connections/{id}/forecast/explain': company,
  'get /connections/{id}/cross-checks': company,
  'get /connections/{id}/forecast/backtest': company,
  'get /connections/{id}/limits': company,
  'post /connections/{id}/limits': changeCompany,
  'delete /limits/{id}': changeCompany,
  'post /limits/{id}/end': changeCompany,
  'get /groups': everybody,
  'post /groups': changeGroup,
  'get /groups/{id}': group,
  'get /groups/{id}/statement': group,
  'get /groups/{id}/statement/explain': group,
  'get /groups/{id}/now': group,
  'post /groups/{id}/limits': changeGroup,
  'post /groups/{id}/end': changeGroup,
  'post /groups/{id}/members': changeGroup,
  'post /groups/{id}/members/{member}/end': changeGroup,
  'get /region/balance': region,
  'get /region/balance/explain': region,
  'get /region/now': region,
  'get /companies': everybody,
  'post /companies': installation,
  'get /companies/{id}': company,
  'get /companies/{id}/connections': company,
  'get /companies/{id}/meters': company,
  'get /companies/{id}/balance': company,
  'get /companies/{id}/balance/explain': company,
  'get /companies/{id}/now': company,
  'get /companies/{id}/now/explain': company,
  // Before the consent goes that gives the park manager the right.
  ...materialRules({ everybody, bring, company, park, region, alone: consent('absent') }),
  'delete /figures/{id}': bring,
  'delete /companies/{id}/guarantees/{guarantee}': bring,
  'get /companies/{id}/consents': consent('ok'),
  'post /companies/{id}/consents': consent('absent'),
  'delete /companies/{id}/consents/{consent}': consent('absent'),
  'get /connections/{id}': company,
  'post /connections': changeCompany,
  'get /meters/{id}': company,
  'get /meters/{id}/readings': company,
  'get /meters/{id}/quarters': company,
  'get /meters/{id}/quarters/explain': company,
  'get /meters/{id}/events': company,
  'post /meters': changeCompany,
  'get /gateways': everybody,
  'post /gateways': changeCompany,
  'get /gateways/{id}': company,
  'get /gateways/{id}/messages': company,
  'post /gateways/{id}/credentials': changeCompany,
  'delete /gateways/{id}': changeCompany,
  'post /gateways/{id}/meters': changeCompany,
  'post /ingest/{id}': { operator: both('ok'), region: both('absent'), parkmanager: both('absent'), company: both('ok', 'absent') },
  'get /alerts': everybody,
  'post /alerts/{id}/acknowledgement': { operator: both('ok', 'absent'), region: both('absent'), parkmanager: both('ok', 'absent'), company: both('ok', 'absent') },
  'get /alert-channels': everybody,
  'post /alert-channels': { operator: both('absent'), region: both('absent'), parkmanager: both('absent'), company: both('ok', 'absent') },
  'delete /alert-channels/{id}': { operator: both('ok'), region: both('absent'), parkmanager: both('ok', 'absent'), company: both('absent') },
  'get /reports': everybody,
  'post /reports': { operator: both('absent'), region: both('absent'), parkmanager: both('absent'), company: both('ok', 'absent') },
  'get /reports/{id}': report,
  'get /reports/{id}/file': report,
  'post /reports/{id}/publication': changeReport,
  'delete /reports/{id}': changeReport,
  ...scenarioRules({ everybody, report, changeReport }),
  ...heatRules({ everybody, bring, bringing, changeCompany, company, park, region }),
  'get /jobs': installation,
  'get /journal': installation,
  'post /jobs/{name}/runs': installation,
  'get /imports': everybody,
  'post /imports': bringing,
  'get /imports/{id}': bring,
  // The lines of a file, and its start, are for who brought it: here that is the operator's key.
  'post /imports/{id}/preview': all('absent'),
  'post /imports/{id}': all('absent'),
  'post /imports/{id}/undo': bring,
  'post /imports/{id}/cancel': bring,
  'get /imports/{id}/file': all('absent'),
  'post /documents': bringing,
  'get /figures': everybody,
  'post /figures': bring,
  'post /figures/file': bringing,
  'get /figures/{id}/document': company,
  'get /quarantine': everybody,
  'post /quarantine/{id}/replay': changeCompany,
};
