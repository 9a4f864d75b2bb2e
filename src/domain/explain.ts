// Which readings a figure of the balance is made of: for one quarter the registers and the sign with which each
// enters. Pure; adding up sign x amount gives the figure, because every part of it is a sum once the minima are known.
import { type BalanceFlow, GENERATION_FLOWS, type GenerationFlow, NO_VALUE } from './balance.ts';
import { type StepSums, generationOf, supplyOf, useOf as usedIn } from './balance-steps.ts';

export const BALANCE_FIELDS = ['import', 'export', 'generation', 'consumption', 'charge', 'discharge', 'localExchange', 'gridImport', 'gridExport', 'residual'] as const;
/** What the ratios are made of: supply and use, and the smaller of the two behind each meter and in the area as one. */
export const RATIO_FIELDS = ['supply', 'use', 'ownUse', 'collectiveUse'] as const;
/** Everything that is a sum of registers once the minima are known. */
export type BalanceField = (typeof BALANCE_FIELDS)[number] | (typeof RATIO_FIELDS)[number] | (typeof GENERATION_FLOWS)[number];

/** The same field of a step, in the unit of the sums. */
export function amountIn(sums: StepSums, field: BalanceField): number {
  if (field === 'generation') return generationOf(sums);
  if (field === 'supply') return supplyOf(sums);
  if (field === 'use') return usedIn(sums);
  return isGeneration(field) ? sums.generation[field] : sums[field];
}
const isGeneration = (field: BalanceField): field is GenerationFlow => GENERATION_FLOWS.some((kind) => kind === field);

/** One register of a connection in one quarter. */
export interface RegisterPart {
  readonly register: number;
  readonly flow: BalanceFlow;
  /** Whole millionths of the carrier's unit. */
  readonly amountMicro: number;
  /** Index into FLAGS, or NO_VALUE. */
  readonly flag: number;
}
export interface ConnectionPart {
  readonly id: number;
  readonly behind: number | null;
  readonly passesOn: boolean;
  readonly registers: readonly RegisterPart[];
}
/** A register and how often it counts: 1 or -1. */
export interface Term {
  readonly register: number;
  readonly weight: number;
  readonly amountMicro: number;
}

/** A connection in one quarter, as sums of its registers. */
interface Node {
  readonly id: number;
  readonly behind: number | null;
  readonly passesOn: boolean;
  readonly present: boolean;
  readonly imports: readonly Term[];
  readonly exports: readonly Term[];
  readonly generation: readonly Term[];
  readonly of: (flow: BalanceFlow) => Term[];
  readonly charge: readonly Term[];
  readonly discharge: readonly Term[];
}

const sum = (terms: readonly Term[]): number => terms.reduce((total, term) => total + term.weight * term.amountMicro, 0);
const minus = (terms: readonly Term[]): Term[] => terms.map((term) => ({ ...term, weight: -term.weight }));

/** The registers that make up one field of the balance in one quarter.
 *  @returns terms whose weighted amounts add up to the field, exactly
 *  @see docs/methods.md#explanation */
export function termsOf(connections: readonly ConnectionPart[], field: BalanceField): Term[] {
  const nodes = connections.map(nodeOf);
  const leaves = nodes.filter((node) => !node.passesOn && node.present);
  const all = nodes.filter((node) => node.present);
  switch (field) {
    case 'generation':
      return all.flatMap((node) => node.generation);
    case 'sun':
    case 'wind':
    case 'chp':
    case 'other-generation':
      return all.flatMap((node) => node.of(field));
    case 'supply':
      return all.flatMap(supplied);
    case 'use':
      return [...leaves.flatMap(consumed), ...all.flatMap((node) => node.charge)];
    case 'ownUse':
      return leaves.flatMap((node) => smaller(supplied(node), [...consumed(node), ...node.charge]));
    case 'collectiveUse':
      return smaller(all.flatMap(supplied), [...leaves.flatMap(consumed), ...all.flatMap((node) => node.charge)]);
    case 'charge':
      return all.flatMap((node) => node.charge);
    case 'discharge':
      return all.flatMap((node) => node.discharge);
    case 'consumption':
      return leaves.flatMap(consumed);
    case 'localExchange':
      return exchanged(leaves);
    case 'import':
    case 'export':
    case 'gridImport':
    case 'gridExport':
      return atTheGrid(drawsOf(nodes), field);
    case 'residual':
      return [...leaves.flatMap((node) => (sum(useOf(node)) < 0 ? useOf(node) : [])), ...drawsOf(nodes).flatMap((draw) => draw.residual)];
  }
}

function nodeOf({ id, behind, passesOn, registers }: ConnectionPart): Node {
  const imports = registers.filter((one) => one.flow === 'import');
  const needed = imports.length > 0 ? imports : registers;
  const present = needed.length > 0 && needed.every((one) => one.flag !== NO_VALUE);
  const terms = (flows: readonly BalanceFlow[]): Term[] =>
    registers.flatMap(({ register, flow, flag, amountMicro }) => (present && flag !== NO_VALUE && flows.includes(flow) ? [{ register, weight: 1, amountMicro }] : []));
  return {
    id,
    behind,
    passesOn,
    present,
    imports: terms(['import']),
    exports: terms(['export']),
    generation: terms(GENERATION_FLOWS),
    of: (flow) => terms([flow]),
    charge: terms(['charge']),
    discharge: terms(['discharge']),
  };
}

const netOf = (node: Pick<Node, 'imports' | 'exports'>): Term[] => [...node.imports, ...minus(node.exports)];
const ownOf = (node: Node): Term[] => [...node.generation, ...node.discharge, ...minus(node.charge)];
const useOf = (node: Node): Term[] => [...netOf(node), ...ownOf(node)];

const supplied = (node: Node): Term[] => [...node.generation, ...node.discharge];
/** A use below zero is none: it is in the residual. */
const consumed = (node: Node): Term[] => (sum(useOf(node)) > 0 ? useOf(node) : []);
const smaller = (a: Term[], b: Term[]): Term[] => (sum(a) <= sum(b) ? a : b);

/** min(sum of net imports, sum of net exports): the smaller of the two says which connections make it up. */
function exchanged(leaves: readonly Node[]): Term[] {
  const { taken, given } = netsOf(leaves);
  return smaller(taken, given);
}

function netsOf(leaves: readonly Node[]): { taken: Term[]; given: Term[] } {
  const nets = leaves.map(netOf);
  return { taken: nets.filter((net) => sum(net) > 0).flat(), given: nets.filter((net) => sum(net) < 0).flatMap(minus) };
}

/** Net imports and net exports of connections in one quarter, each netted by itself; of those that others lie behind, nothing.
 *  @see docs/methods.md#local-exchange */
export const connectionNets = (connections: readonly ConnectionPart[]): { taken: Term[]; given: Term[] } =>
  netsOf(connections.map(nodeOf).filter((node) => !node.passesOn && node.present));

interface Draw {
  readonly behind: number | null;
  readonly imports: readonly Term[];
  readonly exports: readonly Term[];
  readonly residual: readonly Term[];
}

/** What each connection takes from the one before it; of those that pass on, the innermost first. */
function drawsOf(nodes: readonly Node[]): Draw[] {
  const draws: Draw[] = nodes.flatMap((node) => (node.passesOn || !node.present ? [] : [{ behind: node.behind, imports: node.imports, exports: node.exports, residual: [] }]));
  const roots = nodes.filter((node) => node.passesOn);
  const byId = new Map(roots.map((root) => [root.id, root]));
  const depth = (root: Node | undefined, steps = 0): number =>
    root === undefined || root.behind === null || steps > roots.length ? steps : depth(byId.get(root.behind), steps + 1);
  for (const root of [...roots].sort((a, b) => depth(b) - depth(a))) {
    const passed = draws.filter((draw) => draw.behind === root.id).flatMap(netOf);
    const needed = [...passed, ...minus(ownOf(root))];
    // Where its own meter says nothing, what lies behind it stands in.
    const [imports, exports] = root.present ? [root.imports, root.exports] : sum(needed) > 0 ? [needed, []] : [[], minus(needed)];
    const residual = root.present ? [...netOf(root), ...minus(needed)] : [];
    draws.push({ behind: root.behind, imports, exports, residual });
  }
  return draws;
}

function atTheGrid(draws: readonly Draw[], field: 'import' | 'export' | 'gridImport' | 'gridExport'): Term[] {
  const outer = draws.filter((draw) => draw.behind === null);
  if (field === 'import') return outer.flatMap((draw) => draw.imports);
  if (field === 'export') return outer.flatMap((draw) => draw.exports);
  const net = outer.flatMap(netOf);
  if (field === 'gridImport') return sum(net) > 0 ? net : [];
  return sum(net) < 0 ? minus(net) : [];
}

/** One term a register: a reading that enters more than once is added up; what cancels out is left out.
 *  @see docs/methods.md#explanation */
export function gathered(terms: readonly Term[]): Term[] {
  const byRegister = new Map<number, Term>();
  for (const { register, weight, amountMicro } of terms) byRegister.set(register, { register, amountMicro, weight: weight + (byRegister.get(register)?.weight ?? 0) });
  return [...byRegister.values()].filter((term) => term.weight !== 0);
}
