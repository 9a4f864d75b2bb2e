// What the tests hear: every message of a span with its gateway and instant.
import { runSpan, type Span } from '../../src/simulate/publish.ts';
import type { SimulationState } from '../../src/simulate/session.ts';
import type { TrueQuarter } from '../../src/simulate/counters.ts';

export interface Received {
  readonly gateway: string;
  readonly at: number;
  readonly payload: Uint8Array;
  readonly text: string;
}

/** Runs a span and keeps its messages and its truth. */
export async function listen(span: Omit<Span, 'publish' | 'onTruth' | 'state'> & { state?: SimulationState }): Promise<{
  messages: Received[];
  truth: TrueQuarter[];
  state: SimulationState;
}> {
  const messages: Received[] = [];
  const truth: TrueQuarter[] = [];
  const state = await runSpan({
    ...span,
    state: span.state ?? null,
    publish: (gateway, payload, at) => {
      messages.push({ gateway, at, payload, text: Buffer.from(payload).toString('latin1') });
      return Promise.resolve();
    },
    onTruth: (quarter) => truth.push(quarter),
  });
  return { messages, truth, state };
}

/** First number between the marks, NaN when the message has none. */
export const numberAfter = (text: string, mark: string): number => {
  const from = text.indexOf(mark);
  return from < 0 ? NaN : Number.parseFloat(text.slice(from + mark.length));
};
