// Looks at an InfluxDB before it is used: is it there, may we write and read, and are its databases ours? What is
// wrong comes back as one sentence for the person who starts the monitor.
import { InfluxReader, InfluxQueryError } from './series-influx-query.ts';
import { RefusedLines } from './series-influx-refused.ts';
import { InfluxWriter, canaryLine } from './series-influx-write.ts';
import { Marks } from './series-influx-marks.ts';
import { quartersDatabase, rawDatabase } from './series-influx.ts';
import { type InfluxServer, StoreAwayError } from './series.ts';

/** Where the mark of the data folder lies: 2020-01-01, one point. */
const OWNER_AT = '2020-01-01T00:00:00Z';
const OWNER_LINE_AT = `${Date.parse(OWNER_AT)}000000`;

/** Makes the databases where it may, marks them as this folder's, simulated or real, and tries to write and to read.
 *  @returns null when all is well, else a sentence that says what is wrong and what to do */
export async function checkInflux(server: InfluxServer, dir: string, simulated = false): Promise<string | null> {
  const writer = new InfluxWriter({ ...server, refused: new RefusedLines({ path: `${dir}/influx-refused.jsonl` }) });
  const databases = [rawDatabase(server), quartersDatabase(server)];
  const asWriter = new InfluxReader(server);
  const asReader = new InfluxReader({ url: server.url, user: server.readUser, password: server.readPassword });
  try {
    for (const database of databases) {
      await create(asWriter, database);
      const fault = await writer.send(database, [canaryLine()]);
      if (fault !== null) return writeSentence(server, { database, ...fault });
    }
    const marks = new Marks(dir);
    const owner = await ownerOf(asReader, quartersDatabase(server));
    if (owner !== null && owner !== marks.owner)
      return `The InfluxDB databases ${databases.join(' and ')} hold the series of another data folder: choose others by INFLUX_URL=${server.url}?db=NAME, or drop them.`;
    if (owner === null) await writer.write(quartersDatabase(server), [`owner id=${marks.owner},simulated=${simulated ? 1 : 0} ${OWNER_LINE_AT}`]);
    return (await ownerOf(asReader, quartersDatabase(server))) === null
      ? `INFLUX_READ_USER=${server.readUser} sees nothing in ${quartersDatabase(server)}: give it the right to read.`
      : null;
  } catch (error) {
    if (error instanceof InfluxQueryError) return readSentence(server, error);
    if (error instanceof StoreAwayError) return `INFLUX_URL=${server.url} is no InfluxDB that answers (${error.message}): start it, or correct the address.`;
    throw error;
  }
}

/** 1.x makes one for an administrator; 2.x has buckets; 3 makes it at the first write. Who may not, finds out next. */
async function create(reader: InfluxReader, database: string): Promise<void> {
  await reader
    .query({ db: database, q: `CREATE DATABASE "${database}"` }, () => {})
    .catch((error: unknown) => {
      if (!(error instanceof InfluxQueryError)) throw error;
    });
}

async function ownerOf(reader: InfluxReader, db: string): Promise<number | null> {
  let owner: number | null = null;
  await reader
    .query({ db, q: 'SELECT id FROM owner WHERE time >= $from AND time <= $from', params: { from: OWNER_AT } }, ({ values }) => {
      const id = values[0]?.[1];
      if (typeof id === 'number') owner = id;
    })
    .catch((error: unknown) => {
      // A server that makes tables as they are written does not know this one yet.
      if (!(error instanceof InfluxQueryError) || !/not found|does not exist/i.test(error.message) || /database|dbrp/i.test(error.message)) throw error;
    });
  return owner;
}

function writeSentence(server: InfluxServer, { database, status, reason }: { database: string; status: number; reason: string }): string {
  if (status === 401) return `InfluxDB at ${server.url} does not know this user and password: check INFLUX_USER and INFLUX_PASSWORD.`;
  if (status === 403) return `INFLUX_USER=${server.user} may not write to the InfluxDB database ${database}: give it the right to.`;
  if (status === 404)
    return `InfluxDB at ${server.url} has no database ${database} and INFLUX_USER may not make it (${reason}): make it (1.x: CREATE DATABASE; 2.x: a bucket of that name).`;
  return `INFLUX_URL=${server.url} does not take a line for ${database} (${status}: ${reason}): is this InfluxDB 1.x, 2.x or 3?`;
}

function readSentence(server: InfluxServer, { status, message }: InfluxQueryError): string {
  if (status === 401) return `InfluxDB at ${server.url} does not know this user and password: check INFLUX_READ_USER and INFLUX_READ_PASSWORD.`;
  if (status === 403 || /not authorized/i.test(message))
    return `INFLUX_READ_USER=${server.readUser} may not read from InfluxDB at ${server.url}: give it the right to (${message}).`;
  return `INFLUX_URL=${server.url} does not answer a query (${status}: ${message}): is this InfluxDB 1.x, 2.x or 3?`;
}
