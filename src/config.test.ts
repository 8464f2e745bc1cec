import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from './config';

it('reads a variable from the file that NAME_FILE names, and a password into the URL', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-secrets-'));
  const path = join(folder, 'secret');
  writeFileSync(path, 'p@ss/word%1\n');
  const config = readConfig([], {
    DATABASE_URL: 'postgres://parley@db:5432/parley',
    DATABASE_PASSWORD_FILE: path,
    PARLEY_ADMIN_PASSWORD_FILE: path,
  });
  rmSync(folder, { recursive: true });
  expect(config.databaseUrl).toBe('postgres://parley:p%40ss%2Fword%251@db:5432/parley');
  expect(config.admin.password).toBe('p@ss/word%1');
  const both = { METRICS_TOKEN: 'x'.repeat(16), METRICS_TOKEN_FILE: path };
  expect(() => readConfig([], both)).toThrow('Set METRICS_TOKEN or METRICS_TOKEN_FILE, not both.');
  expect(() => readConfig([], { METRICS_TOKEN_FILE: path })).toThrow('METRICS_TOKEN_FILE');
});
