// `npm run migrate -- --to influx|duckdb`: moves the series to another kind of store. Not built yet: it says so.
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { to: { type: 'string' } } });
const known = values.to === 'influx' || values.to === 'duckdb';
process.stderr.write(
  known ? `Moving the series to ${values.to} is not supported by this version yet: nothing was changed.\n` : 'Say where to: npm run migrate -- --to influx, or --to duckdb.\n',
);
process.exitCode = 1;
