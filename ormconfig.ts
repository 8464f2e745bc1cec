// For TypeORM's command line: `npx tsx node_modules/typeorm/cli.js -d ormconfig.ts migration:run`.
// Without DATABASE_URL it means the embedded PostgreSQL that runs on DATA_DIR now.
import { readConfig } from './src/config';
import { runningEmbeddedUrl } from './src/stores/embedded/embedded-postgres';
import { createDataSource } from './src/stores/postgres/connection/data-source';

const config = readConfig();
const url = config.databaseUrl ?? runningEmbeddedUrl(config.dataDir);
if (!url)
  throw new Error(`Set DATABASE_URL, or start Parley first: no PostgreSQL runs on ${config.dataDir}.`);

export default createDataSource({ url, poolSize: 1 });
