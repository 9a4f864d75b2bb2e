// What somebody states of a material stream -> the row that is kept: codes read, classes found, defaults filled in.
import { type Eural, readEural } from '../domain/circular/eural.ts';
import type { MaterialBook } from '../domain/circular/materials.ts';
import { MONTHS, type Requirement, type Specification, type StreamDirection } from '../domain/circular/streams.ts';
import type { EpochMs } from '../domain/units.ts';
import type { NewStreamRow, StreamRow } from '../storage/materials.ts';
import { ApiError } from './errors.ts';
import { instant } from './period.ts';
import type { NewStream, StreamChange } from './shapes-materials.ts';

export interface StreamGround {
  readonly materialBook: MaterialBook;
  readonly now: () => EpochMs;
}

/** @throws ApiError that names the field that does not fit */
export function newStream({ company, direction, ...given }: NewStream, ground: StreamGround): NewStreamRow {
  const blank: NewStreamRow = {
    company,
    direction,
    euralCode: null,
    hazardous: false,
    materialClass: '',
    tonnesByMonth: [],
    specification: {},
    note: '',
    processingCode: null,
    legalStatus: direction === 'offer' ? 'waste' : 'end-of-waste',
    routeNow: '',
    costNowEurPerTonne: null,
    maxSubstitutionShare: 1,
    secondaryShare: null,
    suppliers: [],
    stockDays: null,
    place: null,
    from: ground.now(),
    to: null,
  };
  return withGiven(blank, given, ground);
}

/** @throws ApiError that names the field that does not fit */
export const changedStream = (row: StreamRow, given: StreamChange, ground: StreamGround): StreamRow => ({ ...withGiven(row, given, ground), id: row.id });

function withGiven(row: NewStreamRow, given: StreamChange, { materialBook: book }: StreamGround): NewStreamRow {
  const { eural: shorter, euralCode = shorter, tonnesPerMonth, specification, note, validFrom, validTo, materialClass, lat, lon, ...plain } = given;
  const eural = typeof euralCode === 'string' ? euralOf(euralCode) : null;
  const code = euralCode === undefined ? {} : { euralCode: eural?.code ?? null, hazardous: isHazardous(eural, book) };
  const [noteGiven, properties] = typeof specification === 'string' ? [specification, undefined] : [undefined, specification];
  const next: NewStreamRow = {
    ...row,
    ...withoutUndefined(plain),
    ...code,
    place: placeOf(row, { lat, lon }),
    materialClass: classOf({ row, eural, given: materialClass }, book),
    ...(tonnesPerMonth !== undefined && { tonnesByMonth: typeof tonnesPerMonth === 'number' ? Array.from({ length: MONTHS }, () => tonnesPerMonth) : tonnesPerMonth }),
    ...(properties !== undefined && { specification: specificationOf(properties, row.direction, book) }),
    note: [note ?? (noteGiven === undefined ? row.note : ''), noteGiven ?? ''].filter((part) => part !== '').join(' '),
    ...(validFrom !== undefined && { from: instant(validFrom, 'validFrom') }),
    ...(validTo !== undefined && { to: validTo === null ? null : instant(validTo, 'validTo') }),
  };
  if (next.to !== null && next.to <= next.from) throw new ApiError('reversed-period', { en: 'validTo must lie after validFrom.', nl: 'validTo moet na validFrom liggen.' });
  if (next.legalStatus !== 'waste' && next.processingCode !== null && next.direction === 'offer')
    throw new ApiError('invalid-request', `processingCode: R and D codes are of waste; a stream that is ${next.legalStatus} has none`);
  return next;
}

/** Both or neither: half a place is none. */
function placeOf({ place }: Pick<NewStreamRow, 'place'>, given: { lat: number | null | undefined; lon: number | null | undefined }): NewStreamRow['place'] {
  const { lat = place?.lat ?? null, lon = place?.lon ?? null } = given;
  if (lat === null && lon === null) return null;
  if (lat === null || lon === null) throw new ApiError('invalid-request', 'lat and lon: give both, or neither');
  return { lat, lon };
}

/** A field that is not named stays as it was. */
const withoutUndefined = <T extends object>(given: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same fields, without those that hold nothing
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };

function euralOf(text: string): Eural {
  const eural = readEural(text);
  if (eural === null)
    throw new ApiError('invalid-request', `euralCode: "${text}" is no Eural code: six digits in pairs, of a chapter (01 to 20) and group of the list, as in 03 03 10 or 13 02 08*`);
  return eural;
}

/** The star may be left away where the list knows the code. */
const isHazardous = (eural: Eural | null, book: MaterialBook): boolean => eural !== null && (eural.hazardous || book.codes.get(eural.code)?.hazardous === true);

function classOf(of: { row: NewStreamRow; eural: Eural | null; given: string | undefined }, book: MaterialBook): string {
  const usual = of.eural === null ? undefined : book.codes.get(of.eural.code)?.materialClass;
  const materialClass = of.given ?? (of.row.materialClass === '' ? usual : of.row.materialClass);
  if (materialClass === undefined)
    throw new ApiError('invalid-request', 'materialClass: it is missing, and this Eural code has no usual class in the book (GET /material-classes)');
  const named = [...book.classes.values()].find(({ id, nl, en }) => [id, nl, en].some((name) => name.toLowerCase() === materialClass.trim().toLowerCase()));
  if (named === undefined) throw new ApiError('invalid-request', `materialClass: there is no class '${materialClass}'; there is ${[...book.classes.keys()].join(', ')}`);
  return named.id;
}

type Given = Exclude<NonNullable<NewStream['specification']>, string>;

/** A bare number is a value of an offer; of a need it is the bound that its property has by nature.
 *  @see docs/methods-materials.md#material-streams */
function specificationOf(given: Given, direction: StreamDirection, book: MaterialBook): Specification {
  const read = ([name, asked]: [string, Given[string]]): [string, Requirement] => {
    if (typeof asked === 'boolean') return [name, { value: Number(asked), hard: true }];
    if (typeof asked !== 'number') return [name, withoutUndefined(asked)];
    const sense = direction === 'need' ? book.properties.get(name)?.sense : undefined;
    return [name, sense === undefined ? { value: asked, hard: true } : { [sense]: asked, hard: true }];
  };
  return Object.fromEntries(Object.entries(given).map(read));
}
