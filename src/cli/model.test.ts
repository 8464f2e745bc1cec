import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchModel } from './model';
import { readModelFolder } from '../knowledge/embed/model-folder';

let server: Server;
let from: string;
let to: string;
let asked: string[];
let breaksOff: boolean;

beforeEach(async () => {
  [asked, breaksOff] = [[], false];
  to = mkdtempSync(join(tmpdir(), 'parley-model-'));
  server = createServer(({ url }, answer) => {
    asked.push(url!);
    answer.setHeader('content-length', 12);
    if (breaksOff && url!.endsWith('.onnx')) return void answer.write('half', () => answer.destroy());
    answer.end('twelve bytes');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  from = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(to, { recursive: true });
});

const fetched = (say: (line: string) => void = () => undefined) =>
  fetchModel('multilingual', { from, to, say });

it('fetches a model with its size and licence said, and the folder is one that serves', async () => {
  const said: string[] = [];
  const folder = await fetched((line) => said.push(line));
  expect(said[0]).toContain('Licence: MIT');
  expect(said.join('\n')).toContain('model.onnx: 0.0 MB, done');
  expect(readFileSync(join(folder, 'model.onnx'), 'utf8')).toBe('twelve bytes');
  expect(readModelFolder(folder)).toMatchObject({
    prompts: { query: 'query: ', passage: 'passage: ' },
    pooling: 'mean',
  });
  await fetched();
  expect(asked).toHaveLength(3);
});

it('leaves nothing of a file that breaks off, and goes on where it stood', async () => {
  breaksOff = true;
  await expect(fetched()).rejects.toThrow();
  expect(existsSync(join(to, 'multilingual/model.onnx'))).toBe(false);
  expect(readModelFolder(join(to, 'multilingual'))).toMatchObject({
    reason: expect.stringContaining('no model.onnx'),
  });
  breaksOff = false;
  await fetched();
  expect(existsSync(join(to, 'multilingual/model.onnx'))).toBe(true);
});

it('says what it knows when asked for another', async () => {
  await expect(fetchModel('klingon', { from, to, say: () => undefined })).rejects.toThrow('multilingual');
});
