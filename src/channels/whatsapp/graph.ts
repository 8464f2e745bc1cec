// Meta's Graph API, as far as messages need it. Each call is one request: what was taken and then lost is never sent again here.
import { DomainError } from '../../errors';
import { newestGraphVersion } from '../../protocol/graph-versions';
import { NotConnected, type SafeFetch, type SafeRequest, type SafeResponse } from '../../tools/safe-fetch';
import type { ChannelTemplate } from '../../protocol/model/template';
import type { FetchedMedia, Identity, Outgoing, SendOutcome } from '../channel';
import { outcomeOf } from './errors';
import { list, object, text, type Json } from './read-json';
import { graphUrl, type WhatsAppSettings } from './settings';
import { readTemplate } from './templates';

const sendMs = 20_000;
const mediaMs = 60_000;
/** Largest file that WhatsApp carries: a document, 100 MB. */
const mostBytes = 100 * 1024 * 1024;

export type Graph = ReturnType<typeof createGraph>;
type File = NonNullable<Outgoing<WhatsAppSettings>['media']>;

export function createGraph(fetch: SafeFetch) {
  return { ...createMessages(fetch), ...createMedia(fetch), templates: createTemplates(fetch) };
}

function createMessages(fetch: SafeFetch) {
  const call = (settings: WhatsAppSettings, message: Json) =>
    fetch(`${base(settings)}/${settings.phoneNumberId}/messages`, {
      method: 'POST',
      headers: { ...authorized(settings), 'content-type': 'application/json' },
      body: JSON.stringify({ messaging_product: 'whatsapp', ...message }),
      timeoutMs: sendMs,
    });

  return {
    /** Before the request was written nothing was taken; after it, nobody knows. */
    async send(
      { settings, to, replyTo, tryId, beforeSend }: Outgoing<WhatsAppSettings>,
      message: Json,
    ): Promise<SendOutcome> {
      const context = replyTo === undefined ? {} : { context: { message_id: replyTo } };
      let answer: SafeResponse;
      await beforeSend();
      try {
        answer = await call(settings, {
          ...recipient(to),
          ...context,
          ...message,
          biz_opaque_callback_data: tryId,
        });
      } catch (error) {
        return brokenOff(error);
      }
      const said = await json(answer);
      if (answer.status < 200 || answer.status >= 300)
        return outcomeOf(answer.status, said, Number(answer.headers['retry-after']) || undefined);
      const providerId = text(list(object(said)['messages'])[0]?.['id']);
      if (providerId !== undefined) return { outcome: 'sent', providerId };
      return { outcome: 'uncertain', reason: 'WhatsApp took the message and named no id for it.' };
    },

    /** One call marks read and shows typing, for up to 25 s. Nothing depends on it. */
    async read(settings: WhatsAppSettings, messageId: string, typing: boolean): Promise<void> {
      const shown = typing ? { typing_indicator: { type: 'text' } } : {};
      await call(settings, { status: 'read', message_id: messageId, ...shown });
    },

    /** The number as Meta knows it. @throws Error with what Meta says */
    number: (settings: WhatsAppSettings) =>
      read(
        fetch,
        settings,
        `${base(settings)}/${settings.phoneNumberId}?fields=display_phone_number,verified_name`,
      ),
  };
}

/** Meta keeps up to 6,000 of an account (Meta, "Message templates: limits"). */
const templatesAPage = 200;
const mostPages = 50;

function createTemplates(fetch: SafeFetch) {
  /** @throws DomainError with why they cannot be had */
  return async (settings: WhatsAppSettings): Promise<ChannelTemplate[]> => {
    const { businessAccountId } = settings;
    if (businessAccountId === undefined) throw new DomainError('conflict', noAccount);
    const found: ChannelTemplate[] = [];
    let after: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const query = new URLSearchParams({
        fields: 'name,language,category,status,components',
        limit: String(templatesAPage),
        ...(after !== undefined && { after }),
      });
      const said = await asked(fetch, settings, `${businessAccountId}/message_templates?${query.toString()}`);
      found.push(...list(said['data']).flatMap((one) => readTemplate(one) ?? []));
      const paging = object(said['paging']);
      after = text(object(paging['cursors'])['after']);
      // The next page is asked for here: what Meta calls its address is followed nowhere.
      if (after === undefined || paging['next'] === undefined) break;
    }
    return found;
  };
}

const noAccount =
  'Put the id of the WhatsApp Business account into the channel’s settings: templates are listed by it.';

async function asked(fetch: SafeFetch, settings: WhatsAppSettings, path: string): Promise<Json> {
  let answer: SafeResponse;
  try {
    answer = await fetch(`${base(settings)}/${path}`, { headers: authorized(settings), timeoutMs: sendMs });
  } catch (error) {
    const outcome = brokenOff(error);
    throw new DomainError(
      'unavailable',
      'reason' in outcome ? outcome.reason : 'WhatsApp cannot be reached.',
    );
  }
  const said = await json(answer);
  if (answer.status === 200) return object(said);
  const outcome = outcomeOf(answer.status, said);
  if (outcome.outcome === 'refused') throw new DomainError('conflict', outcome.reason);
  throw new DomainError('unavailable', 'reason' in outcome ? outcome.reason : 'WhatsApp cannot be reached.', {
    retryAfter: 10,
  });
}

function createMedia(fetch: SafeFetch) {
  return {
    /** Keeps a file at Meta for 30 days; nothing is sent by it. @throws what reading the file throws */
    async upload(settings: WhatsAppSettings, file: File): Promise<{ id: string } | SendOutcome> {
      // A file of ours that cannot be read is not a connection that broke off.
      const form = await formOf(settings, file);
      try {
        const answer = await fetch(`${base(settings)}/${settings.phoneNumberId}/media`, {
          method: 'POST',
          ...form,
          timeoutMs: mediaMs,
        });
        const said = await json(answer);
        const id = text(object(said)['id']);
        return answer.status === 200 && id !== undefined ? { id } : outcomeOf(answer.status, said);
      } catch (error) {
        const outcome = brokenOff(error);
        return outcome.outcome === 'uncertain' ? { ...outcome, outcome: 'unreachable' } : outcome;
      }
    },

    /** A file of the customer's. Its address needs the token and dies after five minutes. @throws Error */
    async download(settings: WhatsAppSettings, id: string): Promise<FetchedMedia> {
      const about = await read(fetch, settings, `${base(settings)}/${encodeURIComponent(id)}`);
      const url = text(about['url']);
      if (url === undefined) throw new Error('WhatsApp names no address for this file.');
      const limits = { timeoutMs: mediaMs, maxBytes: mostBytes };
      const answer = await fetch(url, { headers: authorized(settings), ...limits });
      if (answer.status !== 200) throw new Error(`WhatsApp answered ${answer.status} for this file.`);
      const mediaType = text(about['mime_type']);
      return { body: answer.body, ...(mediaType && { mediaType }) };
    },
  };
}

async function formOf(
  settings: WhatsAppSettings,
  { fileName, mediaType, read: content }: File,
): Promise<SafeRequest> {
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', mediaType);
  form.set('file', new Blob([new Uint8Array(await content())], { type: mediaType }), fileName);
  const encoded = new Response(form);
  return {
    headers: { ...authorized(settings), 'content-type': encoded.headers.get('content-type')! },
    body: new Uint8Array(await encoded.arrayBuffer()),
  };
}

async function read(fetch: SafeFetch, settings: WhatsAppSettings, url: string): Promise<Json> {
  const answer = await fetch(url, { headers: authorized(settings), timeoutMs: sendMs });
  const said = await json(answer);
  if (answer.status === 200) return object(said);
  const outcome = outcomeOf(answer.status, said);
  // A token that has run out says nothing of the file.
  if (outcome.outcome === 'refused' && !outcome.channelFails && [400, 404].includes(answer.status))
    throw new DomainError('not_found', outcome.reason);
  throw new Error('reason' in outcome ? outcome.reason : `WhatsApp answered ${answer.status}.`);
}

function base({ graphBaseUrl = graphUrl, graphVersion = newestGraphVersion }: WhatsAppSettings): string {
  return `${graphBaseUrl.replace(/\/$/, '')}/${graphVersion}`;
}

function authorized({ accessToken }: WhatsAppSettings): { authorization: string } {
  return { authorization: `Bearer ${accessToken}` };
}

/** A user id goes into `recipient`: in `to` Meta answers 200 and drops the message. */
function recipient({ kind, value }: Identity): Json {
  const to = kind === 'whatsapp' ? { recipient: value } : { to: value.replace('+', '') };
  return { recipient_type: 'individual', ...to };
}

async function json(answer: SafeResponse): Promise<unknown> {
  try {
    return JSON.parse(await answer.text());
  } catch {
    return undefined;
  }
}

function brokenOff(error: unknown): SendOutcome {
  const { code } = error as { code?: string };
  if (code === 'forbidden' || code === 'invalid')
    return {
      outcome: 'refused',
      reason: 'The address of the Graph API cannot be called from here.',
      channelFails: true,
    };
  if (error instanceof NotConnected)
    return { outcome: 'unreachable', reason: 'WhatsApp cannot be reached.', channelFails: true };
  return { outcome: 'uncertain', reason: 'The connection to WhatsApp broke off before it answered.' };
}
