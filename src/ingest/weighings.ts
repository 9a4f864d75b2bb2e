// Loads that scales told -> deliveries in the registry, of streams that their gateway may speak for. Runs in the main thread.
import type { EpochMs } from '../domain/units.ts';
import type { Weighing } from '../domain/reading.ts';
import type { Materials, StreamRow } from '../storage/materials.ts';
import type { CompanyRow, GatewayRow } from '../storage/registry.ts';
import type { RefusedMessage, WeighedMessage } from './store-protocol.ts';

export interface WeighingPorts {
  readonly directory: { readonly gateways: ReadonlyMap<number, GatewayRow>; readonly companies: ReadonlyMap<number, CompanyRow> };
  readonly materials: Materials;
  readonly now: EpochMs;
}

/** Keeps loads; a message that comes twice, or a ticket that is sent again, counts once.
 *  @returns messages with a load of a stream that is not their gateway's */
export async function keepWeighings({ directory, materials, now }: WeighingPorts, messages: readonly WeighedMessage[]): Promise<RefusedMessage[]> {
  const refused: RefusedMessage[] = [];
  for (const { weighings, ...message } of messages) {
    let wrong: string | null = null;
    for (const load of weighings) {
      const offer = offerFor({ directory, materials }, message.gateway, load);
      if (typeof offer === 'string') {
        wrong ??= offer;
        continue;
      }
      // Without a ticket, the same mass at the same instant is the same load.
      const name = load.ticket === '' ? `weighed ${message.gateway} ${load.stream} ${load.at} ${load.kg}` : `ticket ${message.gateway} ${load.ticket}`;
      const delivery = { offer: offer.id, need: load.need, deliveredAt: load.at, kg: load.kg, source: load.source, message: name };
      await materials.deliver(delivery, { author: `gateway ${message.gateway}`, at: now });
    }
    if (wrong !== null) refused.push({ ...message, reason: 'no-meter', detail: wrong });
  }
  return refused;
}

/** @returns the stream, or a sentence on why there is none */
function offerFor({ directory, materials }: Pick<WeighingPorts, 'directory' | 'materials'>, gateway: number, { stream, need }: Weighing): StreamRow | string {
  const [offer, sender] = [materials.stream(stream), directory.gateways.get(gateway)];
  const mine = offer !== null && (sender?.company ?? offer.company) === offer.company && directory.companies.get(offer.company)?.park === sender?.park;
  // Of another company's stream it is not said that it is there.
  if (offer === null || !mine || offer.direction !== 'offer') return `there is no offer ${stream} that this gateway may weigh for`;
  const taker = need === null ? null : materials.stream(need);
  const match = { offer: stream, need: need ?? 0 };
  if (need !== null && (taker?.direction !== 'need' || !materials.agreed(match, offer.company) || !materials.agreed(match, taker.company)))
    return `there is no need ${need} that offer ${stream} has an agreement with`;
  return offer;
}
