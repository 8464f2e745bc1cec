// `npm run replay -- --failed | --event ID`: works on inbound events again, after a parser was mended, while Parley runs or not.
import { parseArgs } from 'node:util';
import { withPostgres, type Stores } from './backup';
import { runProgram } from './program';
import { readConfig } from '../config';
import { createLog } from '../log';

/** They are pending again, with no tries behind them: a node that runs jobs finds them by itself. How many. */
export async function replay(which: { failed: true } | { event: string }, stores: Stores): Promise<number> {
  const [condition, values] =
    'event' in which ? ['id::text = $1', [which.event.toLowerCase()]] : [`status = 'failed'`, []];
  return withPostgres(stores, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE inbound_events SET status = 'pending', attempts = 0, due_at = now(), last_error = NULL,
         processed_at = NULL
       WHERE ${condition}`,
      values,
    );
    return rowCount ?? 0;
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { failed: { type: 'boolean' }, event: { type: 'string' } } });
  const { failed, event } = values;
  if ((failed === true) === (event !== undefined))
    throw new Error('Say which: npm run replay -- --failed, or npm run replay -- --event ID');
  const config = readConfig();
  const count = await replay(event === undefined ? { failed: true } : { event }, {
    config,
    log: createLog(config.logLevel),
  });
  if (event !== undefined && count === 0) throw new Error(`There is no event ${event}.`);
  console.log(`${count} events are worked on again, as soon as Parley runs.`);
}

if (require.main === module) runProgram(main);
