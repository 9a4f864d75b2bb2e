// Material streams of the demo region, some matches that came further than an idea, and what was weighed of those.
import type { MaterialBook } from './domain/circular/materials.ts';
import type { ParkPlace } from './domain/circular/distances.ts';
import { type MaterialPair, materialPairs } from './domain/circular/matching.ts';
import { readEural } from './domain/circular/eural.ts';
import type { Stream } from './domain/circular/streams.ts';
import { localAdd, localFloor } from './domain/time.ts';
import { type EpochMs, epochMs } from './domain/units.ts';
import { planProduct, planStreams } from './simulate/material-streams.ts';
import type { PlanCompany } from './simulate/plan.ts';
import type { Stamp } from './storage/capacity.ts';
import type { Materials } from './storage/materials.ts';

export interface DemoFirm {
  readonly id: number;
  readonly firm: PlanCompany;
}
export interface DemoMaterials {
  readonly seed: number;
  readonly book: MaterialBook;
  readonly places: ReadonlyMap<string, ParkPlace>;
  readonly since: EpochMs;
  readonly now: EpochMs;
}

/** Each third park: how far its best match came. */
const STEPS = ['contract', 'trial', 'contact'] as const;
const DELIVERIES = 12;
/** Part of what could be delivered that is. */
const DELIVERED_PART = 0.8;

/** Puts the streams of simulated firms in the registry; on each park the best match within it is beyond an idea. */
export async function addDemoMaterials(materials: Materials, firms: readonly DemoFirm[], over: DemoMaterials): Promise<void> {
  const stamp: Stamp = { author: 'simulator', at: over.now };
  const streams: Stream[] = [];
  for (const { id, firm } of firms) {
    for (const { euralCode, ...plan } of planStreams({ seed: over.seed, company: firm })) {
      const eural = euralCode === null ? null : readEural(euralCode);
      const row = {
        ...plan,
        company: id,
        euralCode: eural?.code ?? null,
        hazardous: eural?.hazardous ?? false,
        legalStatus: plan.direction === 'offer' ? ('waste' as const) : ('end-of-waste' as const),
        note: '',
        routeNow: '',
        costNowEurPerTonne: null,
        place: { lat: firm.lat, lon: firm.lon },
        from: over.since,
        to: null,
      };
      streams.push({ ...(await materials.add(row, stamp)), park: firm.park });
    }
    const product = planProduct({ seed: over.seed, company: firm });
    if (product !== null) await materials.addProduct({ company: id, name: `${firm.name}, product`, flows: { ...REST_OF_PRODUCT, ...product } }, stamp);
  }
  const pairs = materialPairs({ streams, book: over.book, places: over.places, weighed: new Set() });
  const companyOf = new Map(streams.map((one) => [one.id, one.company]));
  const parks = [...new Set(firms.map(({ firm }) => firm.park))];
  for (const [at, park] of parks.entries()) {
    const best = pairs.find((pair) => pair.samePark && pair.feasible && pair.eurPerTonne.value > 0 && streams.some((one) => one.id === pair.offer && one.park === park));
    if (best !== undefined) await advance(materials, { pair: best, companyOf, step: STEPS[at % STEPS.length] ?? 'contact', stamp, now: over.now });
  }
}

const REST_OF_PRODUCT = {
  reusedInput: 0,
  sustainedInput: 0,
  reusedAfter: 0,
  compostedAfter: 0,
  energyAfter: 0,
  recyclingEfficiency: 0.85,
  feedstockEfficiency: 0.85,
  utility: 1,
} as const;

interface Advance {
  readonly pair: MaterialPair;
  readonly companyOf: ReadonlyMap<number, number>;
  readonly step: (typeof STEPS)[number];
  readonly stamp: Stamp;
  readonly now: EpochMs;
}

async function advance(materials: Materials, { pair, companyOf, step, stamp, now }: Advance): Promise<void> {
  for (const stream of [pair.offer, pair.need]) await materials.agree(pair, companyOf.get(stream) ?? 0, { agrees: true, ...stamp });
  if (step === 'contact') return;
  await materials.setStep(pair, step, { note: 'demo', ...stamp });
  if (step !== 'contract') return;
  const month = localFloor(now, 'P1M');
  const kg = Math.round((pair.potentialTonnes * 1000 * DELIVERED_PART) / DELIVERIES);
  for (let back = 1; back < DELIVERIES; back++) {
    const deliveredAt = epochMs(localAdd(month, 'P1M', -back) + 14 * 86_400_000 + 9 * 3_600_000);
    const message = `demo ${pair.offer} ${pair.need} ${back}`;
    await materials.deliver({ offer: pair.offer, need: pair.need, deliveredAt, kg, source: 'weighbridge', message }, stamp);
  }
}
