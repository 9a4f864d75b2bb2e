// Route that takes a company's waste register: first a preview of what becomes of each line, then the streams and loads.
import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { writeEural } from '../domain/circular/eural.ts';
import { toIso } from '../domain/time.ts';
import type { EpochMs } from '../domain/units.ts';
import { REGISTER_LINES_MAX, type RegisterLine, readWasteRegister, tonnesByMonthOf } from '../ingest/waste-register.ts';
import type { Stamp } from '../storage/capacity.ts';
import type { StreamRow } from '../storage/materials.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { stampOf } from './limits.ts';
import { STREAMS_MAX, figuresResource } from './material-streams.ts';
import { GivenRegister, RegisterView } from './shapes-materials.ts';
import { PathId } from './shapes.ts';

interface Group {
  readonly lines: readonly RegisterLine[];
  readonly first: RegisterLine;
  readonly stream: StreamRow | null;
  readonly materialClass: string | null;
}

export function mountWasteRegister(api: Api): void {
  api.mount({
    method: 'post',
    path: '/companies/{id}/waste-register',
    summary: 'Reads a waste register (CSV: afvalstroomnummer, Euralcode, hoeveelheid kg, verwerkingsmethode, ontvanger, datum); with apply its streams and loads are kept',
    params: z.object({ id: PathId }),
    body: GivenRegister,
    answer: RegisterView,
    noun: 'company',
    action: 'change',
    resource: ({ params }, deps) => figuresResource(deps, params.id),
    handle: async (input, deps) => {
      const { csv, apply, classes } = input.body;
      const { lines, refused, missing } = readWasteRegister(csv, deps.now());
      if (missing.length > 0) throw new ApiError('unreadable-file', `csv: these columns are missing: ${missing.join(', ')}. The first line holds the headings.`);
      if (csv.split('\n').length > REGISTER_LINES_MAX + 1) throw new ApiError('too-large', `A register has at most ${REGISTER_LINES_MAX} lines; send it in parts.`);
      const groups = groupsOf(deps, { company: input.params.id, lines, classes });
      const unnamed = groups.filter((group) => group.materialClass === null);
      const refusedLines = [...refused, ...unnamed.flatMap((group) => group.lines.map((line) => noClass(line)))].sort((a, b) => a.line - b.line);
      const usable = groups.filter((group) => group.materialClass !== null);
      const kept = apply
        ? await keep(deps, { company: input.params.id, groups: usable, stamp: stampOf(input, deps) })
        : { deliveries: 0, known: 0, streams: new Map<Group, number>() };
      return {
        applied: apply,
        streams: groups.map((group) => groupView(group, kept.streams.get(group) ?? group.stream?.id ?? null)),
        refused: refusedLines,
        linesRead: lines.length,
        deliveries: kept.deliveries,
        known: kept.known,
      };
    },
  });
}

const noClass = ({ line, euralCode }: RegisterLine): RegisterView['refused'][number] => ({
  line,
  reason: 'no-class',
  detail: `${euralCode} has no usual material class; name one in classes (GET /material-classes)`,
});

/** By its star, or by the list. */
const isHazardous = ({ materialBook }: Pick<Deps, 'materialBook'>, { euralCode, hazardous }: Pick<RegisterLine, 'euralCode' | 'hazardous'>): boolean =>
  hazardous || materialBook.codes.get(euralCode)?.hazardous === true;

function groupsOf(deps: Deps, { company, lines, classes }: { company: number; lines: readonly RegisterLine[]; classes: Readonly<Record<string, string>> }): Group[] {
  const wrong = Object.values(classes).find((one) => !deps.materialBook.classes.has(one));
  if (wrong !== undefined) throw new ApiError('invalid-request', `classes: there is no class '${wrong}'`);
  const byStream = new Map<string, RegisterLine[]>();
  for (const line of lines) {
    // Hazardous waste is not mixed with what is not, also not in a sum.
    const key = `${line.wasteNumber} ${line.euralCode} ${isHazardous(deps, line)}`;
    byStream.set(key, [...(byStream.get(key) ?? []), line]);
  }
  const own = deps.materials.streams().filter((row) => row.company === company && row.direction === 'offer');
  return [...byStream.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const stream =
      own.find(
        (row) =>
          row.euralCode === first.euralCode &&
          row.hazardous === isHazardous(deps, first) &&
          (first.wasteNumber === '' || row.note.includes(first.wasteNumber) || !/\d{6}/.test(row.note)),
      ) ?? null;
    const materialClass = classes[first.euralCode] ?? stream?.materialClass ?? deps.materialBook.codes.get(first.euralCode)?.materialClass ?? null;
    return [{ lines: group, first, stream, materialClass }];
  });
}

function groupView({ lines, first, materialClass }: Group, stream: number | null): RegisterView['streams'][number] {
  return {
    stream,
    wasteNumber: first.wasteNumber,
    euralCode: writeEural({ code: first.euralCode, hazardous: first.hazardous }),
    materialClass,
    tonnesByMonth: tonnesByMonthOf(lines),
    lines: lines.length,
    kg: lines.reduce((sum, line) => sum + line.kg, 0),
  };
}

interface Kept {
  readonly deliveries: number;
  readonly known: number;
  readonly streams: ReadonlyMap<Group, number>;
}

async function keep(deps: Deps, { company, groups, stamp }: { company: number; groups: readonly Group[]; stamp: Stamp }): Promise<Kept> {
  const mine = deps.materials.streams().filter((row) => row.company === company).length;
  if (mine + groups.filter((group) => group.stream === null).length > STREAMS_MAX) throw new ApiError('conflict', `A company has at most ${STREAMS_MAX} material streams.`);
  let [deliveries, known] = [0, 0];
  const streams = new Map<Group, number>();
  for (const group of groups) {
    const stream = group.stream ?? (await deps.materials.add(rowOf(deps, company, group), stamp));
    streams.set(group, stream.id);
    for (const line of group.lines) {
      const delivery = { offer: stream.id, need: null, deliveredAt: line.at, kg: line.kg, source: 'register' as const, message: nameOf(company, line) };
      if (await deps.materials.deliver(delivery, stamp)) deliveries += 1;
      else known += 1;
    }
  }
  return { deliveries, known, streams };
}

/** What a line says, whatever its file and place in it. */
function nameOf(company: number, { line: _, ...said }: RegisterLine): string {
  return `register ${company} ${createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32)}`;
}

function rowOf({ materialBook }: Deps, company: number, { first, lines, materialClass }: Group): Omit<StreamRow, 'id'> {
  const earliest = lines.reduce<EpochMs>((at, line) => (line.at < at ? line.at : at), first.at);
  return {
    company,
    direction: 'offer',
    euralCode: first.euralCode,
    hazardous: isHazardous({ materialBook }, first),
    materialClass: materialClass ?? '',
    tonnesByMonth: tonnesByMonthOf(lines),
    specification: {},
    note: [first.wasteNumber, first.name, first.processing, `register from ${toIso(earliest).slice(0, 10)}`].filter((part) => part !== '').join(', '),
    processingCode: first.processingCode,
    legalStatus: 'waste',
    routeNow: first.receiver,
    costNowEurPerTonne: null,
    maxSubstitutionShare: 1,
    secondaryShare: null,
    suppliers: [],
    stockDays: null,
    place: null,
    from: earliest,
    to: null,
  };
}
