// Copies the registry in a thread of its own: the main thread does nothing that long.
import { workerData } from 'node:worker_threads';
import { copyRegistry } from './registry-sql.ts';

const { from, to }: { from: string; to: string } = workerData;
copyRegistry(from, to);
