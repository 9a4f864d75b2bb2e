// Counters and gauges for Prometheus. No company's figure is among them.
import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client';

export class Metrics {
  readonly registry = new Registry();
  readonly messages = new Counter({ name: 'kringstroom_messages_total', help: 'Messages that were stored in the journal', registers: [this.registry] });
  readonly refused = new Counter({ name: 'kringstroom_refused_total', help: 'Messages that could not be read, by reason', labelNames: ['reason'], registers: [this.registry] });
  readonly quarters = new Counter({ name: 'kringstroom_quarters_written_total', help: 'Quarters derived or derived again', registers: [this.registry] });
  readonly logins = new Counter({ name: 'kringstroom_mqtt_logins_total', help: 'Log-ins of gateways, by outcome', labelNames: ['outcome'], registers: [this.registry] });
  readonly lost = new Counter({ name: 'kringstroom_journal_lost_records_total', help: 'Journal records that a missing segment took along', registers: [this.registry] });
  readonly linesRefused = new Counter({ name: 'kringstroom_series_lines_refused_total', help: 'Lines that the series server refused for good', registers: [this.registry] });
  readonly storeTrouble = new Counter({
    name: 'kringstroom_store_failures_total',
    help: 'Batches that the series store refused and that were tried again',
    registers: [this.registry],
  });

  constructor(read: { durableSeq: () => number; storedSeq: () => number; gateways: () => number; streams: () => number }) {
    collectDefaultMetrics({ register: this.registry });
    const gauge = (name: string, help: string, value: () => number): void => {
      new Gauge({
        name,
        help,
        registers: [this.registry],
        collect() {
          this.set(value());
        },
      });
    };
    gauge('kringstroom_journal_durable_seq', 'Last sequence that is on disk', read.durableSeq);
    gauge('kringstroom_store_lag_messages', 'Messages on disk that are not in the series store yet', () => read.durableSeq() - read.storedSeq());
    gauge('kringstroom_gateways_connected', 'Gateways with an open MQTT connection', read.gateways);
    gauge('kringstroom_live_streams', 'Open event streams', read.streams);
  }
}
