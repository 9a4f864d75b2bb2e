// `npm run dashboards`: writes the dashboards that Grafana reads. A test holds them against what is committed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parkDashboard } from './park-dashboard.ts';

writeFileSync(join(import.meta.dirname, 'dashboards/park.json'), `${JSON.stringify(parkDashboard(), null, 2)}\n`);
