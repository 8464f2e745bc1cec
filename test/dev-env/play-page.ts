// A page to play somebody with, beside the console: a file, and what it asks for.
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const mostBytes = 16 * 1024 * 1024;

export interface PlayPage {
  url: string;
  close(): Promise<void>;
}

interface PageFile {
  mediaType: string;
  content: Buffer;
}

export interface Played {
  /** In this folder. */
  file: string;
  /** Without it nothing is done: a page of another origin cannot set a header without asking, and is never allowed to. */
  header: string;
  port: number;
  /** What a GET is answered with; undefined: the page. */
  read(url: URL): Promise<object | PageFile | undefined>;
  /** What a POST does. */
  act(url: URL, body: Buffer, request: IncomingMessage): Promise<void>;
}

export async function servePlayPage({ file, header, port, read, act }: Played): Promise<PlayPage> {
  const page = await readFile(join(__dirname, file));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://page');
    if (request.method === 'GET') {
      const found = (await read(url)) ?? { mediaType: 'text/html; charset=utf-8', content: page };
      if (!isFile(found)) return json(response, found);
      return void response.writeHead(200, { 'content-type': found.mediaType }).end(found.content);
    }
    if (request.headers[header] !== 'yes') return void response.writeHead(403).end();
    await act(url, await bytes(request), request);
    json(response, {});
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const isFile = (found: object): found is PageFile => 'mediaType' in found && 'content' in found;

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bytes(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    parts.push(part as Buffer);
    size += (part as Buffer).length;
    if (size > mostBytes) throw new Error('The file is too large.');
  }
  return Buffer.concat(parts);
}
