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

describe('a bucket for files', () => {
  const keys = { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'secret' };

  it('is read with what it needs, and without one files stay on the disk', () => {
    expect(readConfig([], {}).s3).toBeUndefined();
    expect(readConfig([], { S3_BUCKET: 'b', ...keys }).s3).toEqual({
      bucket: 'b',
      region: 'us-east-1',
      pathStyle: false,
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    });
    const own = { S3_BUCKET: 'b', S3_ENDPOINT: 'http://minio:9000', S3_REGION: 'eu-1' };
    expect(readConfig([], own).s3).toEqual({
      bucket: 'b',
      region: 'eu-1',
      endpoint: 'http://minio:9000',
      pathStyle: true,
    });
    expect(readConfig([], { ...own, S3_FORCE_PATH_STYLE: 'off' }).s3?.pathStyle).toBe(false);
  });

  it.each([
    [{ S3_ENDPOINT: 'http://minio:9000' }, 'S3_ENDPOINT needs S3_BUCKET'],
    [keys, 'S3_ACCESS_KEY_ID needs S3_BUCKET'],
    [{ S3_BUCKET: 'b', S3_ACCESS_KEY_ID: 'id' }, 'Set both S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY'],
    [{ S3_BUCKET: 'b', S3_SECRET_ACCESS_KEY: 'secret' }, 'Set both S3_ACCESS_KEY_ID'],
    [{ S3_BUCKET: 'b', S3_ENDPOINT: 'minio:9000' }, 'S3_ENDPOINT'],
  ])('that is set by half is refused with a sentence: %j', (env, sentence) => {
    expect(() => readConfig([], env)).toThrow(sentence);
  });
});

it('refuses what is no certificate for mail that comes in, and says where a path goes', () => {
  const env = {
    SMTP_INBOUND_PORT: '2525',
    SMTP_INBOUND_CERT: '/etc/cert.pem',
    SMTP_INBOUND_KEY: '/etc/key.pem',
  };
  expect(() => readConfig([], env)).toThrow(
    'Paths go into SMTP_INBOUND_CERT_FILE and SMTP_INBOUND_KEY_FILE.',
  );
});
