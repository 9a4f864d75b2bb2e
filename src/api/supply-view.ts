// Answers how sure the supply of each needed class is; each figure of it is kept back by those of whom it is known.
import { published } from '../domain/balance-rows.ts';
import { SUPPLY_MEANS, type SupplyMean, meanPieces, namesSuppliers, supplyNeeds, supplySecurity } from '../domain/circular/indicators.ts';
import { type Stream, tonnesOf } from '../domain/circular/streams.ts';
import { type Contribution, judgeDisclosure, judgeMeasure, reasonOf } from '../domain/disclosure.ts';
import type { Directory } from '../storage/directory.ts';
import { entityOf } from './members.ts';
import type { Circularity } from './shapes-circularity.ts';

type Known = Readonly<{ directory: Pick<Directory, 'companies'> }>;
type Signs = Circularity['signs'];
type Figure = SupplyMean | 'coverage';
interface Piece {
  readonly stream: Stream;
  /** What is averaged, by the stream's mass. */
  readonly value: number;
}

/** A class that few need is not named at all: its name alone may say whose it is. A mean of those that are named is told when it is one
 *  of enough: what only some of them know is theirs.
 *  @param open whoever sees the members gets all
 *  @returns signs: `supply` for classes that are left out, `supply.class.figure` for one figure of a class */
export function supplyView(deps: Known, streams: readonly Stream[], open: boolean): { items: Circularity['supply']; signs: Signs } {
  const all = supplySecurity(streams).map((one) => {
    const needs = supplyNeeds(streams, one.materialClass);
    return { one, needs, reason: open ? null : reasonOf(judgeDisclosure(massOf(deps, needs))) };
  });
  const shown = all.filter(({ reason }) => reason === null).map(({ one, needs }) => ({ one, kept: open ? new Map<Figure, string>() : keptOf(deps, needs) }));
  const items = shown.map(({ one: { byCompany, materialClass, tonnes, ...figures }, kept }) => {
    const told = (figure: Figure): number | null => {
      const value = figures[figure];
      return value === null || kept.has(figure) ? null : published(value);
    };
    return {
      materialClass,
      tonnesPerYear: published(tonnes),
      sources: told('sources'),
      herfindahl: told('herfindahl'),
      distanceKm: told('distanceKm'),
      stockDays: told('stockDays'),
      secondaryShare: told('secondaryShare'),
      coverage: told('coverage'),
      companies: byCompany.length,
      sign: null,
      reason: null,
    };
  });
  const hidden = all.find(({ reason }) => reason !== null);
  const classes: Signs = hidden === undefined ? [] : [{ figure: 'supply', sign: 'x', reason: hidden.reason ?? '' }];
  const figures: Signs = shown.flatMap(({ one, kept }) => [...kept].map(([figure, reason]) => ({ figure: `supply.${one.materialClass}.${figure}`, sign: 'x' as const, reason })));
  return { items, signs: [...classes, ...figures] };
}

/** Figures of one class that are kept back, with why. */
function keptOf(deps: Known, needs: readonly Stream[]): ReadonlyMap<Figure, string> {
  const judged = [...SUPPLY_MEANS.map((name) => [name, meanReason(deps, meanPieces(needs, name))] as const), ['coverage', coverageReason(deps, needs)] as const];
  return new Map(judged.flatMap(([figure, reason]) => (reason === null ? [] : [[figure, reason] as const])));
}

/** A mean by mass is a share: its whole, the mass of which it is known, has to pass, and so has its part. */
function meanReason(deps: Known, pieces: readonly Piece[]): string | null {
  const known = pieces.map(({ stream }) => stream);
  const parts = pieces.map(({ stream, value }) => ({ entity: entityOf(deps, stream.company), amount: value * tonnesOf(stream) }));
  return reasonOf(judgeDisclosure(massOf(deps, known))) ?? reasonOf(judgeMeasure(parts));
}

/** Those who name their suppliers, and those who do not: the whole less the one is the other. */
function coverageReason(deps: Known, needs: readonly Stream[]): string | null {
  const sides = [needs.filter(namesSuppliers), needs.filter((need) => !namesSuppliers(need))];
  return sides.map((side) => reasonOf(judgeMeasure(massOf(deps, side)))).find((reason) => reason !== null) ?? null;
}

const massOf = (deps: Known, needs: readonly Stream[]): Contribution[] => needs.map((one) => ({ entity: entityOf(deps, one.company), amount: tonnesOf(one) }));
