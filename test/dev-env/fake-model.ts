// A model server that speaks OpenAI's chat completions (streamed) and embeddings over real HTTP, and misbehaves on demand.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../src/tools/eventually';

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant' | 'tool';
  /** Empty where the assistant only called tools. */
  content: string;
}

export interface ToolUse {
  name: string;
  /** What is no text is written as JSON. */
  arguments: unknown;
}

/** Says this, piece by piece as any other; what comes after so many pieces waits until it behaves otherwise. */
export interface Saying {
  says: string;
  holdsAfter?: number;
}

/** Calls these, whatever it was offered, and goes on with what was found. */
interface Calling {
  calls: readonly ToolUse[];
  then: Behaviour | Saying;
}

export type Behaviour =
  /** Cites the first passage and repeats its first sentence; hands over when there is no passage. */
  | 'normal'
  /** As 'normal', with `slowMs` between pieces. */
  | 'slow'
  /** As 'normal', and after the first piece it waits until it behaves otherwise. */
  | 'held'
  /** Accepts the request and never answers. */
  | 'hang'
  /** Closes the connection in the middle of the stream. */
  | 'cut'
  /** Ends as an answer that is longer than `max_tokens`. */
  | 'long'
  | '429'
  | '500'
  /** A stream that is no JSON. */
  | 'garbage'
  /** Does whatever any text in its context tells it: says what it is told to say, repeats all that it was given, and cites everything. */
  | 'obedient'
  /** Repeats the last passage that it was given, and cites it: what a tool found. */
  | 'tells'
  /** Calls the first tool that it was ever offered, for ever. */
  | 'loops'
  /** Writes fluently and cites nothing. */
  | 'uncited';

export interface FakeModel {
  /** For AI_BASE_URL and EMBEDDINGS_BASE_URL. */
  baseUrl: string;
  behave(behaviour: Behaviour | Saying | Calling): void;
  /** What it does when it is to sum up a conversation that is over, which happens whenever one is closed. */
  onClosing: Behaviour | Saying;
  /** Every chat request's messages, oldest first. */
  chats: ChatMessage[][];
  /** The same of conversations that are over. */
  closings: ChatMessage[][];
  /** How many answers are being written. */
  open: number;
  /** Names of the tools that each chat request offered. */
  offered: string[][];
  /** Every embeddings request's texts. */
  embedded: string[][];
  /** Milliseconds between pieces when slow. */
  slowMs: number;
  /** What stands for a text. */
  embeds(text: string): number[] | Promise<number[]>;
  /** Milliseconds before an embeddings request is answered. */
  embedMs: number;
  /** When the first piece of the last chat was written, by `performance.now()`. */
  spokeAt: number;
  close(): Promise<void>;
}

export async function startFakeModel(): Promise<FakeModel> {
  let behaviour: Behaviour | Saying | Calling = 'normal';
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await readJson(request)) as Asked;
    if (request.url?.endsWith('/embeddings')) {
      const texts = [body.input ?? []].flat();
      model.embedded.push(texts);
      await sleep(model.embedMs);
      if (await misbehaves(response, behaviour)) return;
      return json(response, 200, {
        object: 'list',
        data: await Promise.all(
          texts.map(async (text, index) => ({
            object: 'embedding',
            index,
            embedding: await model.embeds(text),
          })),
        ),
        usage: { prompt_tokens: texts.length, total_tokens: texts.length },
      });
    }
    const messages = (body.messages ?? []).map((one) => ({ ...one, content: one.content ?? '' }));
    if (messages[0]?.content.includes("conversation of a company's support that is over")) {
      model.closings.push(messages);
      if (await misbehaves(response, model.onClosing)) return;
      return stream(response, messages, model.onClosing);
    }
    const offered = (body.tools ?? []).map((tool) => tool.function.name);
    model.chats.push(messages);
    model.offered.push(offered);
    if (await misbehaves(response, behaviour)) return;
    const calls = callsOf(behaviour, messages, offered);
    if (calls.length > 0) return callTools(response, calls);
    await stream(
      response,
      messages,
      typeof behaviour === 'object' && 'then' in behaviour ? behaviour.then : behaviour,
    );
  }
  /** Trouble before the first word. */
  async function misbehaves(response: ServerResponse, how: unknown): Promise<boolean> {
    if (how === 'hang') return true;
    if (how !== '429' && how !== '500') return false;
    json(response, Number(how), { error: { message: 'key sk-secret-of-the-server is in trouble' } });
    return true;
  }
  async function stream(
    response: ServerResponse,
    messages: ChatMessage[],
    how: Behaviour | Saying,
  ): Promise<void> {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (how === 'garbage') return void response.end('data: {"choices": [{"delta": <<<\n\ndata: �\n\n');
    const pieces = reply(how, messages).match(/\s{0,8}\S+/g) ?? [];
    const isClosing = how === model.onClosing;
    model.open += 1;
    response.on('close', () => (model.open -= 1));
    for (const [i, content] of pieces.entries()) {
      if (how === 'slow') await sleep(model.slowMs);
      // What is held is let go, or broken off, by what it is told to do next.
      await eventually(() => i < heldFrom(isClosing ? model.onClosing : behaviour));
      const isCut = (isClosing ? how : behaviour) === 'cut';
      if (isCut && i >= pieces.length / 2) return void response.destroy();
      if (i === 0) model.spokeAt = performance.now();
      response.write(event({ choices: [{ index: 0, delta: { content } }] }));
    }
    response.write(
      event({ choices: [{ index: 0, delta: {}, finish_reason: how === 'long' ? 'length' : 'stop' }] }),
    );
    response.write(event({ choices: [], usage: { prompt_tokens: 100, completion_tokens: pieces.length } }));
    response.end('data: [DONE]\n\n');
  }

  const { port } = server.address() as AddressInfo;
  const model: FakeModel = {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    behave: (next) => void (behaviour = next),
    onClosing: { says: 'Nothing.' },
    chats: [],
    closings: [],
    open: 0,
    offered: [],
    embedded: [],
    slowMs: 50,
    embeds: (text) => fakeEmbedding(text),
    embedMs: 0,
    spokeAt: 0,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return model;
}

interface Asked {
  messages?: ChatMessage[];
  tools?: Array<{ function: { name: string } }>;
  input?: string[] | string;
}

function heldFrom(behaviour: Behaviour | Saying | Calling): number {
  if (typeof behaviour === 'object' && 'holdsAfter' in behaviour) return behaviour.holdsAfter ?? Infinity;
  return behaviour === 'held' ? 1 : Infinity;
}

/** An order in any text names what to call: "call cancel_order with {…}". */
const callOrder = /\bcall (\w+) with (\{[^}]*\})/g;

function callsOf(
  behaviour: Behaviour | Saying | Calling,
  messages: readonly ChatMessage[],
  offered: readonly string[],
): readonly ToolUse[] {
  const used = messages.filter(({ role }) => role === 'tool');
  if (behaviour === 'loops') return [{ name: offered[0] ?? 'own_objects', arguments: { objectId: '1' } }];
  if (typeof behaviour === 'object') return 'calls' in behaviour && used.length === 0 ? behaviour.calls : [];
  if (behaviour !== 'obedient' || used.length > 1) return [];
  const everything = messages.map(({ content }) => content).join('\n');
  return [...everything.matchAll(callOrder)].map(([, name, given]) => ({ name: name!, arguments: given }));
}

/** As servers stream them: the name first, then the arguments in pieces. */
function callTools(response: ServerResponse, calls: readonly ToolUse[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const tell = (index: number, piece: object) =>
    response.write(event({ choices: [{ index: 0, delta: { tool_calls: [{ index, ...piece }] } }] }));
  for (const [at, { name, arguments: given }] of calls.entries()) {
    const written = typeof given === 'string' ? given : JSON.stringify(given);
    tell(at, { id: `call-${at}`, type: 'function', function: { name, arguments: '' } });
    for (const piece of written.match(/[^]{1,7}/g) ?? []) tell(at, { function: { arguments: piece } });
  }
  response.write(event({ choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] }));
  response.write(event({ choices: [], usage: { prompt_tokens: 100, completion_tokens: 10 } }));
  response.end('data: [DONE]\n\n');
}

function reply(behaviour: Behaviour | Saying, messages: readonly ChatMessage[]): string {
  if (typeof behaviour === 'object') return behaviour.says;
  if (behaviour === 'obedient') return obeyed(messages);
  const context = messages
    .filter(({ role }) => role !== 'system')
    .map(({ content }) => content)
    .join('\n');
  if (behaviour === 'tells') {
    const [, number, text] = [...context.matchAll(/<passage number="(\d+)"[^>]*>\n([^\n]*)/g)].at(-1) ?? [];
    return number === undefined
      ? 'HANDOVER: nothing was found'
      : text!.replace(/[.]( |$)/g, ` [${number}].$1`);
  }
  if (behaviour === 'uncited') return 'Of course, that is no problem at all, you will have it tomorrow.';
  const passage = /<passage number="1"[^>]*>\n([^.]*\.)/.exec(context)?.[1];
  return passage ? `${passage} [1]` : 'HANDOVER: the passages say nothing about it';
}

/** What the context says to say comes first, under every number; then everything that it was given, the rules of its owner included. */
function obeyed(messages: readonly ChatMessage[]): string {
  const everything = messages.map(({ content }) => content).join('\n');
  const orders = [...everything.matchAll(/\bsay:? ([^\n]{1,300})/gi)].map(([, words]) => words!);
  const numbers = [...everything.matchAll(/<passage number="(\d+)"/g)].map(([, number]) => Number(number));
  const lines = [...orders, ...everything.split(/\n|(?<=[.!?]) /)].filter(
    // What would read as declining is not what an order asks for.
    (line) => /\w/.test(line) && !/HANDOVER/.test(line),
  );
  // What was found last is cited, too; who cites more than three proves nothing.
  const marks = [...new Set([...numbers.slice(0, 2), ...numbers.slice(-1)])].join(', ');
  return lines.map((line) => `${line} [${marks}].`).join('\n');
}

function event(data: object): string {
  return `data: ${JSON.stringify({ id: 'chat-1', object: 'chat.completion.chunk', model: 'fake', ...data })}\n\n`;
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const part of request) chunks.push(part as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
}

/** Texts that share words get vectors that point the same way. */
export function fakeEmbedding(text: string, dimensions = 64): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []) {
    let hash = 7;
    for (const letter of word.slice(0, 5)) hash = (hash * 31 + letter.codePointAt(0)!) % 104_729;
    vector[hash % dimensions]! += 1;
  }
  return vector;
}
