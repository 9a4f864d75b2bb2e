// The ingest benchmark: durable QoS 1 messages a second and the time to a PUBACK, with mosquitto and stock Aedes
// beside it in the same run. One broker works at a time; the others are frozen.
import { cpus } from 'node:os';
import { join } from 'node:path';
import aedesPackage from 'aedes/package.json' with { type: 'json' };
import { type Broker, type Ours, type Setting, type WholeApp, mosquittoVersion, startJournalOnly, startMosquitto, startStockAedes, startWholeApp } from './brokers.ts';
import { compile, makeDataDir, probeFlush, root } from './build.ts';
import { Child } from './child.ts';
import type { LoadAnswer, LoadQuestion, Measured } from './mqtt-load.ts';
import { SLOW_FLUSH_MS } from './our-broker.ts';
import type { BenchOptions, Outcome } from './run.ts';
import { type SideCounts, SideLoad } from './side-load.ts';
import { type Goal, type Row, median, print } from './table.ts';
