// A server that speaks S3: TEST_S3_ENDPOINT, else a throw-away moto (a Python package) where `.ci/run` has put one.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { eventually } from '../../src/tools/eventually';
import { freePort } from './free-port';

const program = resolve(__dirname, '../../.cache/python/bin/moto_server');
export const s3Keys = { accessKeyId: 'parley', secretAccessKey: 'a secret for the tests' };

/** Undefined when there is a server to test against, else a sentence. */
export function whyNoS3(): string | undefined {
  if (process.env['TEST_S3_ENDPOINT'] || existsSync(program)) return undefined;
  return 'there is no TEST_S3_ENDPOINT, and no moto in .cache/python (see .ci/run)';
}

export interface TestS3 {
  endpoint: string;
  /** The name of a bucket of its own, empty. */
  freshBucket(): Promise<string>;
  /** An object of somebody else. */
  putObject(bucket: string, key: string): Promise<void>;
  /** Takes connections and answers nobody, until `resume`. Only where it is ours. */
  pause(): void;
  resume(): void;
  /** A key that the server knows, whose secret nobody was told. Only where it is ours; elsewhere the usual one. */
  knownKeyId(): Promise<string>;
  /** From now on only what is signed with the right secret is taken. Only where it is ours. */
  checkSignatures(on: boolean): Promise<void>;
  close(): Promise<void>;
}

export async function s3ForTests(): Promise<TestS3> {
  const given = process.env['TEST_S3_ENDPOINT'];
  const port = given === undefined ? await freePort() : 0;
  const endpoint = given ?? `http://127.0.0.1:${port}`;
  const child = given === undefined ? start(port) : undefined;
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    credentials: s3Keys,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  await eventually(async () => (await fetch(endpoint).catch(() => undefined)) !== undefined);
  return {
    endpoint,
    async freshBucket() {
      const Bucket = `parley-${randomBytes(6).toString('hex')}`;
      await client.send(new CreateBucketCommand({ Bucket }));
      return Bucket;
    },
    putObject: async (Bucket, Key) =>
      void (await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))),
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    knownKeyId: () => (child ? knownKeyId(endpoint) : Promise.resolve(s3Keys.accessKeyId)),
    checkSignatures: async (on) =>
      void (await post(`${endpoint}/moto-api/reset-auth`, 'text/plain', on ? '0' : 'inf')),
    async close() {
      client.destroy();
      if (!child) return;
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function knownKeyId(endpoint: string): Promise<string> {
  const form = 'application/x-www-form-urlencoded';
  const user = `UserName=${randomBytes(6).toString('hex')}&Version=2010-05-08`;
  await post(endpoint, form, `Action=CreateUser&${user}`);
  const made = await post(endpoint, form, `Action=CreateAccessKey&${user}`);
  return /<AccessKeyId>(\w+)</.exec(made)![1]!;
}

async function post(url: string, type: string, body: string): Promise<string> {
  const authorization = 'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/iam/aws4_request';
  const headers = { authorization, 'content-type': type };
  return (await fetch(url, { method: 'POST', headers, body })).text();
}

/** The environment of a Parley that keeps its files there. */
export function s3Environment(endpoint: string, bucket: string): Record<string, string> {
  return {
    S3_ENDPOINT: endpoint,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY_ID: s3Keys.accessKeyId,
    S3_SECRET_ACCESS_KEY: s3Keys.secretAccessKey,
  };
}

function start(port: number): ChildProcess {
  const child = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    // Lists have many pages before a test has put a thousand files.
    env: { ...process.env, MOTO_S3_DEFAULT_MAX_KEYS: '20' },
  });
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}
