// The heat links that scenarios reckon with: what the matching chose for a reader, hour by hour, made once for each choice and at hand
// from then on. Of companies that the reader may not enter it knows nothing.
import { type HeatParameters, type HeatValues, valuesOf } from '../domain/heat/parameters.ts';
import { Recent } from '../domain/recent.ts';
import type { HeatLink } from '../domain/scenario/heat-steps.ts';
import type { EpochMs } from '../domain/units.ts';
import type { HeatRegistry } from '../storage/heat.ts';
import type { Network } from './heat-network-sums.ts';
import type { HeatRuns, KnownHours, ParkHours, ParkMatches } from './heat-runs.ts';

/** Choices of links that are kept, each with a year of hours a link; the one not asked for longest goes. */
const CHOICES_MAX = 8;
/** Links of hours that were read longer ago are waited for. */
export const LINKS_KEPT_MS = 24 * 3_600_000;

export interface ScenarioLinksPorts {
  readonly heat: Pick<HeatRegistry, 'version' | 'portsOf'>;
  readonly runs: Pick<HeatRuns, 'network'>;
  readonly parameters: HeatParameters;
  /** Writes the ports that new meters give away. */
  readonly derive: () => Promise<unknown>;
  readonly now: () => EpochMs;
}
/** Judges the company of a port; null: the park's own. */
type MayEnter = (company: number | null) => boolean;
interface Choice {
  readonly chosen: Network['links'];
  /** Of the ports, when the hours were read, and when that was. */
  readonly version: number;
  readonly readAt: EpochMs;
  readonly links: readonly HeatLink[];
}

export class ScenarioLinks {
  readonly #ports: ScenarioLinksPorts;
  readonly #choices = new Recent<string, Choice>(CHOICES_MAX);

  constructor(ports: ScenarioLinksPorts) {
    this.#ports = ports;
  }

  /** Those of a park among the ports of whom the reader may enter. While the hours are read and matched again, as every few hours, those of
   *  before are answered; after a change of ports they are waited for. */
  async of(park: string, mayEnter: MayEnter): Promise<readonly HeatLink[]> {
    const key = this.#keyOf(park, mayEnter);
    const known = this.#atHand(key);
    const made = this.#made(key, park, mayEnter);
    if (known === null) return made;
    // Who asks after it failed gets to hear so.
    made.catch(() => undefined);
    return known.links;
  }

  /** Begins what a reader may ask next, unless it is at hand; nobody waits for it. */
  begin(park: string, mayEnter: MayEnter): void {
    if (this.#atHand(this.#keyOf(park, mayEnter)) !== null) return;
    const { derive } = this.#ports;
    derive()
      .then(() => this.of(park, mayEnter))
      .catch(() => undefined);
  }

  #keyOf(park: string, mayEnter: MayEnter): string {
    const rows = this.#ports.heat.portsOf(park).filter((row) => mayEnter(row.company));
    return `${park} ${rows.map((row) => row.id).join(' ')}`;
  }

  #atHand(key: string): Choice | null {
    const { heat, now } = this.#ports;
    const known = this.#choices.get(key);
    return known !== undefined && known.version === heat.version && now() - known.readAt < LINKS_KEPT_MS ? known : null;
  }

  async #made(key: string, park: string, mayEnter: MayEnter): Promise<readonly HeatLink[]> {
    const network = await this.#ports.runs.network(park, mayEnter);
    const known = this.#choices.get(key);
    const { version, readAt } = network.matches.hours;
    // The same choice is the same array.
    const same = known?.chosen === network.links;
    const links = same ? known.links : scenarioLinks(network, this.#owned(park));
    this.#choices.put(key, { chosen: network.links, version, readAt, links });
    return links;
  }

  #owned(park: string): LinksGround {
    const owners = new Map(this.#ports.heat.portsOf(park).map(({ id, company }) => [id, company] as const));
    return { ownerOf: (port) => owners.get(port) ?? null, values: valuesOf(this.#ports.parameters) };
  }
}

export interface LinksGround {
  readonly ownerOf: (port: number) => number | null;
  readonly values: HeatValues;
}
type Chosen = Pick<Network, 'links'> & { readonly matches: Pick<ParkMatches, 'pairs'> & { readonly hours: HoursKnown } };
type HoursKnown = Pick<ParkHours, 'firstHour' | 'hours'> & { readonly byPort: ReadonlyMap<number, Pick<KnownHours, 'kw'>> };

/** Each link with the heat that arrives hour by hour.
 *  @see docs/scenarios.md#heat-network */
export function scenarioLinks({ links, matches: { pairs, hours } }: Chosen, { ownerOf, values }: LinksGround): HeatLink[] {
  return links.flatMap((link) => {
    const pair = pairs.find((one) => one.source === link.source && one.sink === link.sink);
    if (pair === undefined) return [];
    const { capexEur, runningEurPerYear, sellerEurPerMwh } = pair.money ?? { capexEur: 0, runningEurPerYear: 0, sellerEurPerMwh: 0 };
    // The electricity stands in the balance; what is paid beside it is maintenance and what the seller asks.
    const maintenanceEur = Math.max(runningEurPerYear - (pair.pumpKwh + pair.heatPumpKwh) * values.electricityEurPerKwh, 0);
    return [
      {
        source: ownerOf(link.source),
        sink: ownerOf(link.sink),
        firstHour: hours.firstHour,
        heatKwh: deliveredHours(link, hours, link.deliveredKwh),
        electricityPerKwh: pair.deliveredKwh > 0 ? (pair.pumpKwh + pair.heatPumpKwh) / pair.deliveredKwh : 0,
        capexEur,
        lifeYears: values.pipeLifeYears,
        yearlyEur: maintenanceEur + (sellerEurPerMwh * link.deliveredKwh) / 1000,
      },
    ];
  });
}

/** What there is and is wanted in each hour, so that the hours add up to what the network delivers; in memory that threads share, so that
 *  a move of a slider does not copy it. */
function deliveredHours({ source, sink }: { source: number; sink: number }, { byPort, hours }: HoursKnown, deliveredKwh: number): Float64Array {
  const delivered = new Float64Array(new SharedArrayBuffer(hours * Float64Array.BYTES_PER_ELEMENT));
  const [supply, demand] = [byPort.get(source)?.kw, byPort.get(sink)?.kw];
  if (supply === undefined || demand === undefined) return delivered;
  let total = 0;
  for (let hour = 0; hour < hours; hour++) {
    const least = Math.min(supply[hour] ?? Number.NaN, demand[hour] ?? Number.NaN);
    if (!(least > 0)) continue;
    delivered[hour] = least;
    total += least;
  }
  if (total <= 0) return delivered;
  for (let hour = 0; hour < hours; hour++) {
    const least = delivered[hour] ?? 0;
    if (least > 0) delivered[hour] = Math.min((least * deliveredKwh) / total, demand[hour] ?? 0);
  }
  return delivered;
}
