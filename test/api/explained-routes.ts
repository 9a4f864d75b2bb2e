// Which routes explain their figures, and which do not and why. A route with figures that is in neither list fails explained-numbers.test.ts.
import { type Body, objectIn } from './explained-parts.ts';

const PREFIX = '/api/v1';
const places = (end: string, kinds: readonly string[]): string[] => kinds.map((kind) => kind + end);
const PARK = '/parks/{park}';
const COMPANY = '/companies/{id}';
const CONNECTION = '/connections/{id}';
const EVERY = [PARK, COMPANY, CONNECTION];

/** Routes whose numbers the route with `/explain` behind it explains. */
export const EXPLAINED_ROUTES: readonly string[] = [
  ...places('/balance', [PARK, COMPANY, '/region']),
  ...places('/now', [PARK, COMPANY, '/region', '/groups/{id}']),
  ...places('/emissions', [PARK, COMPANY, '/region']),
  `${PARK}/exchange`,
  ...places('/capacity', EVERY),
  ...places('/capacity/now', EVERY),
  ...places('/capacity/year', EVERY),
  ...places('/capacity/totals', EVERY),
  ...places('/capacity/join', EVERY),
  '/groups/{id}/join',
  ...places('/forecast', EVERY),
  ...places('/forecast/backtest', EVERY),
  ...places('/cross-checks', EVERY),
  ...places('/conversions', [PARK, COMPANY]),
  ...places('/energy-flows', [PARK, COMPANY, '/region']),
  `${PARK}/peaks`,
  '/groups/{id}/statement',
  '/meters/{id}/quarters',
  '/reports/{id}',
  '/heat-matches/{id}',
  ...places('/circularity', [PARK, '/region']),
  '/scenarios/{id}/results',
  '/companies/{id}/products',
  '/region/material-flows',
  ...places('/material-matches', [PARK, COMPANY]),
  `${PARK}/heat-network`,
  `${PARK}/pinch`,
  '/region/heat-map',
];

/** Routes whose numbers the route of another place explains, which each row names. */
export const EXPLAINED_ELSEWHERE: Readonly<Record<string, string>> = {
  '/parks/{park}/heat-matches': '/heat-matches/{id}/explain',
  '/parks/{park}/heat-map': '/heat-matches/{id}/explain, of its lines; places are as they were entered',
  '/parks/{park}/heat-trial': '/heat-matches/{id}/explain, with code= and value= for what would be',
};

const AS_ENTERED = 'told as somebody entered it, or as a source published it: with who, when and where from beside it';
const AS_READ = 'told as a meter or gateway said it, nothing was reckoned';
const OF_THE_PROGRAM = 'says how the program itself runs';

/** Figures that no route explains, with why, or what does instead. */
export const UNEXPLAINED: Readonly<Record<string, string>> = {
  '/history': 'share of the files that are read in: says how far the program is',
  '/parks': AS_ENTERED,
  '/parks/{park}': AS_ENTERED,
  '/parks/{park}/meters': AS_READ,
  '/companies/{id}/meters': AS_READ,
  '/meters/{id}': AS_READ,
  '/meters/{id}/readings': AS_READ,
  '/meters/{id}/events': AS_READ,
  '/gateways/{id}/messages': AS_READ,
  '/parks/{park}/meters/last-day': 'quarters of a meter, each of which /meters/{id}/quarters/explain explains',
  '/companies/{id}/meters/last-day': 'quarters of a meter, each of which /meters/{id}/quarters/explain explains',
  '/companies/{id}/connections': AS_ENTERED,
  '/connections/{id}': AS_ENTERED,
  '/connections/{id}/limits': AS_ENTERED,
  '/groups': AS_ENTERED,
  '/groups/{id}': AS_ENTERED,
  '/companies/{id}/guarantees': AS_ENTERED,
  '/figures': AS_ENTERED,
  '/imports': 'what a file said, whose lines stay there to be looked at',
  '/imports/{id}': 'what a file said, whose lines stay there to be looked at',
  '/jobs': OF_THE_PROGRAM,
  '/alerts': 'the figure that passed a limit, which its own route explains; a rule is told by /alert-rules',
  '/alert-rules': 'bounds that the program or a person chose',
  '/grid-hours': 'mix of the grid as a source published it; the advice is the best hours of that list',
  '/material-classes': AS_ENTERED,
  '/material-streams': AS_ENTERED,
  '/material-streams/{id}': AS_ENTERED,
  '/material-streams/{id}/deliveries': AS_ENTERED,
  '/heat-ports': AS_ENTERED,
  '/heat-ports/{id}': AS_ENTERED,
  '/heat-parameters': AS_ENTERED,
  '/scenarios': AS_ENTERED,
  '/scenarios/{id}': AS_ENTERED,
  '/scenarios/parameters': AS_ENTERED,
  '/scenarios/comparison': 'results of scenarios beside each other, each of which /scenarios/{id}/results/explain explains',
  '/scenarios/{id}/run': OF_THE_PROGRAM,
};

/** @param openapi the description of the API
 *  @returns routes with figures in neither list, and names in the lists that are no such route */
export function withoutExplanation(openapi: Body): string[] {
  const schemas = objectIn(objectIn(openapi['components'])['schemas']);
  const telling = Object.entries(objectIn(openapi['paths'])).flatMap(([path, methods]) => {
    const answer = objectIn(objectIn(objectIn(methods)['get'])['responses'])['200'];
    const { schema } = objectIn(objectIn(objectIn(answer)['content'])['application/json']);
    const route = path.slice(PREFIX.length);
    return tellsNumber(schema, schemas) && !route.endsWith('/explain') ? [route] : [];
  });
  const listed = new Set([...EXPLAINED_ROUTES, ...Object.keys(EXPLAINED_ELSEWHERE), ...Object.keys(UNEXPLAINED)]);
  const known = new Set([...telling, ...places('/capacity/totals', EVERY)]);
  const twice = [...EXPLAINED_ROUTES, ...Object.keys(EXPLAINED_ELSEWHERE)].filter((route) => route in UNEXPLAINED);
  return [
    ...telling.filter((route) => !listed.has(route)).map((route) => `${route} tells figures that nothing explains`),
    ...[...listed].filter((route) => !known.has(route)).map((route) => `${route} is listed and tells no figures`),
    ...twice.map((route) => `${route} is in both lists`),
  ];
}

/** Counts are whole numbers, and count nothing but what stands in the answer. */
function tellsNumber(schema: unknown, schemas: Body): boolean {
  if (Array.isArray(schema)) return schema.some((one) => tellsNumber(one, schemas));
  const { $ref, type, anyOf, oneOf, allOf, items, additionalProperties, properties } = objectIn(schema);
  if (typeof $ref === 'string') return tellsNumber(schemas[$ref.split('/').at(-1) ?? ''], schemas);
  if (type === 'number' || (Array.isArray(type) && type.includes('number'))) return true;
  return [anyOf, oneOf, allOf, items, additionalProperties, Object.values(objectIn(properties))].some((one) => one !== undefined && tellsNumber(one, schemas));
}
