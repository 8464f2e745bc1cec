// One reading of a mailbox, from the cursor to its end: a mail is stored before the cursor passes it. Nothing is marked as
// read, and nothing is deleted.
import type { FetchMessageObject, ImapFlow } from 'imapflow';
import { mostBytes } from '../limits';
import type { Cursor } from './store';

export interface Reading {
  client: ImapFlow;
  mailbox: string;
  place: string;
  cursor: Cursor | undefined;
  /** Since when it is to be read: a mailbox that is reached only later has mails that wait. ISO 8601. */
  begunAt: string;
  /** Durable when it resolves. */
  store(mails: readonly Buffer[]): Promise<void>;
  /** @throws when another node reads it now */
  advance(cursor: Cursor): Promise<void>;
}

/** Mails whose sizes are asked at once, and what is fetched of them at once: memory stays flat, however many there are. */
const sizesAtOnce = 200;
const mailsAtOnce = 50;
const bytesAtOnce = 4 * 1024 * 1024;
const dayMs = 24 * 3_600_000;
/** A mail that was sent to try it, and clocks that differ a little. */
const firstSlackMs = 60_000;
/** A Date may be a sender's own idea of it. */
const dateSlackMs = 7 * dayMs;

/** @returns where the cursor is now: at the end of the mailbox */
export async function readMailbox(reading: Reading): Promise<Cursor> {
  const { client } = reading;
  const began = new Date();
  const opened = await client.mailboxOpen(reading.mailbox, { readOnly: true });
  const uidValidity = String(opened.uidValidity);
  const end = await lastUidOf(client, opened.uidNext);
  let cursor = startOf(reading, uidValidity);
  if (cursor !== reading.cursor) await reading.advance(cursor);
  const uids = await newUids(client, cursor);
  for (let at = 0; at < uids.length; at += sizesAtOnce)
    cursor = await readSome(reading, cursor, uids.slice(at, at + sizesAtOnce));
  const { since, ...read } = cursor;
  // What was there, and came too early to be of interest, is passed.
  const lastUid = since === undefined ? read.lastUid : Math.max(read.lastUid, end);
  const complete = { ...read, lastUid, completeAt: began.toISOString() };
  if (uids.length > 0 || since !== undefined || isStale(cursor, began)) {
    await reading.advance(complete);
    return complete;
  }
  return cursor;
}

/** It is written down now and then, though nothing came. */
const isStale = ({ completeAt }: Cursor, now: Date): boolean =>
  completeAt === undefined || now.getTime() - Date.parse(completeAt) > 60_000;

/**
 * A new mailbox is read from when it was given to us. One that has moved (another server, other numbers) is read again as far
 * as there may be mails that we have not seen: those that we have are known by their bytes, or their Message-ID.
 */
function startOf({ cursor, place, begunAt }: Reading, uidValidity: string): Cursor {
  if (cursor?.place === place && cursor.uidValidity === uidValidity) return cursor;
  const { completeAt } = cursor ?? {};
  const since =
    cursor?.since ?? (completeAt ? isoBefore(completeAt, dayMs) : isoBefore(begunAt, firstSlackMs));
  return { place, uidValidity, lastUid: 0, since, ...(completeAt && { completeAt }) };
}

const isoBefore = (at: string, ms: number): string => new Date(Date.parse(at) - ms).toISOString();

/** A server need not say what comes next. */
async function lastUidOf(client: ImapFlow, uidNext: number | undefined): Promise<number> {
  if (uidNext) return uidNext - 1;
  const [last = 0] = (await client.search({ uid: '*' }, { uid: true })) || [];
  return last;
}

/** `9:*` names the last mail even when that is the fifth. */
async function newUids(client: ImapFlow, { lastUid, since }: Cursor): Promise<number[]> {
  const query = { uid: `${lastUid + 1}:*`, ...(since !== undefined && { since: new Date(since) }) };
  const found = (await client.search(query, { uid: true })) || [];
  return found.filter((uid) => uid > lastUid).sort((a, b) => a - b);
}

async function readSome(reading: Reading, from: Cursor, uids: number[]): Promise<Cursor> {
  const { client } = reading;
  const query = { uid: true, size: true, internalDate: true, ...(from.since && { headers: ['date'] }) };
  const listed = await client.fetchAll(uids, query, { uid: true });
  const wanted = listed.filter((mail) => isOfInterest(mail, from.since)).sort((a, b) => a.uid - b.uid);
  let cursor = from;
  for (const group of groups(wanted)) {
    await reading.store(await bodies(client, group));
    cursor = { ...cursor, lastUid: group.at(-1)!.uid };
    await reading.advance(cursor);
  }
  const end = uids.at(-1)!;
  if (end > cursor.lastUid) {
    cursor = { ...cursor, lastUid: end };
    await reading.advance(cursor);
  }
  return cursor;
}

/**
 * In a mailbox that is new, or has moved: what came since. A server that was filled anew may say that everything came just now; what
 * has long been written then is nothing new.
 */
function isOfInterest({ internalDate, headers }: FetchMessageObject, since: string | undefined): boolean {
  if (since === undefined) return true;
  const begin = Date.parse(since);
  const came = new Date(internalDate ?? NaN).getTime();
  const written = Date.parse(/^date:(.*)/is.exec(headers?.toString('latin1') ?? '')?.[1]?.trim() ?? '');
  return !(came < begin) && !(written < begin - dateSlackMs);
}

function groups(mails: readonly FetchMessageObject[]): FetchMessageObject[][] {
  const all: FetchMessageObject[][] = [];
  let bytes = Infinity;
  for (const mail of mails) {
    const { size = 0 } = mail;
    bytes += size;
    if (bytes > bytesAtOnce || all.at(-1)!.length === mailsAtOnce) {
      all.push([]);
      bytes = size;
    }
    all.at(-1)!.push(mail);
  }
  return all;
}

/** One that is gone meanwhile is left out. */
async function bodies(client: ImapFlow, group: readonly FetchMessageObject[]): Promise<Buffer[]> {
  const [first] = group;
  if (group.length === 1 && (first!.size ?? 0) > mostBytes) return withoutBody(client, first!);
  const uids = group.map(({ uid }) => uid);
  // A server that lies about sizes sends no more than this.
  const mails = await client.fetchAll(uids, { source: { maxLength: mostBytes } }, { uid: true });
  return mails.sort((a, b) => a.uid - b.uid).flatMap(({ source }) => source ?? []);
}

const replacedHeaders = /^(content-[\w-]+|mime-version):/i;
const mostHeaderBytes = 256 * 1024;

/** What is too large to be fetched is still a message: its headers, and a note in the place of the rest. */
async function withoutBody(client: ImapFlow, { uid, size = 0 }: FetchMessageObject): Promise<Buffer[]> {
  const [mail] = await client.fetchAll([uid], { headers: true }, { uid: true });
  if (!mail?.headers) return [];
  const fields = mail.headers
    .subarray(0, mostHeaderBytes)
    .toString('latin1')
    .split(/\r?\n(?![ \t])/)
    .filter((field) => field.includes(':') && !replacedHeaders.test(field));
  const note = [
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `[This mail has ${Math.round(size / 1024 / 1024)} MB and was too large to be fetched. It is in the mailbox.]`,
    '',
  ];
  return [Buffer.from([...fields, ...note].join('\r\n'), 'latin1')];
}
