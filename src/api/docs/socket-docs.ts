// /docs/sockets: what the OpenAPI document cannot say, made from the same schemas.
import { z } from 'zod';
import { agentEvents, agentHandshake, customerEvents, customerHandshake } from '../../protocol/sockets';
import { toAgent, toCustomer } from '../../protocol/server-events';
import { message } from '../../protocol/model/message';
import { session } from '../../protocol/model/session';

interface JsonSchema {
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  maxLength?: number;
}

/** Shapes that /openapi.json has under a name. */
const named = new Map<z.ZodType, string>([
  [message, 'Message'],
  [session, 'Session'],
]);

const rules = `
<h2>Connecting</h2>
<p>socket.io 4, namespaces <code>/customer</code> and <code>/agent</code>. What a handshake carries is its <code>auth</code>.
<strong><code>auth</code> must be a function that answers the newest token</strong>: socket.io sends it again with every reconnect, and a
client that reconnects with the first <code>auth</code> becomes a new customer each time.</p>
<pre>let visitorToken = localStorage.getItem('visitorToken');
const socket = io('/customer', { auth: (send) =&gt; send({ channelKey, ...(visitorToken &amp;&amp; { visitorToken }) }) });
socket.on('ready', (ready) =&gt; { visitorToken = ready.visitorToken; localStorage.setItem('visitorToken', visitorToken); });</pre>
<p>A refused handshake is <code>connect_error</code>, with an error as its <code>data</code>. Every event that a client sends has an ack:
<code>{ ok: true, … }</code> or <code>{ ok: false, error: { code, message, errors?, retryAfter? } }</code>; the codes are those of HTTP.</p>
<p>Push is a hint, the log is the truth: after <code>ready</code>, and whenever a <code>heartbeat</code> names a higher number than the client has,
ask <code>session:sync</code> (customers) or <code>session:open</code> with <code>afterSeq</code> (agents). A message that was sent again with its
<code>clientMessageId</code> is the first one.</p>`;

const others = `
<h2>Webhooks that come in</h2>
<p>Every one: the signature is checked first, over the raw bytes, then the event is stored, then 200, then the work. Delivered twice is stored
once. A bad signature is 401 and leaves no row. What is not understood is kept and listed (<code>GET /api/v1/inbound-events</code>), never refused.</p>
<h3>WhatsApp Cloud API: <code>/webhooks/whatsapp/:channelId</code></h3>
<p><code>GET</code> answers <code>hub.challenge</code> as text when <code>hub.verify_token</code> is the channel's <code>verifyToken</code>.
<code>POST</code> needs <code>X-Hub-Signature-256: sha256=…</code> with the channel's <code>appSecret</code>.</p>
<h3>E-mail: <code>POST /webhooks/email/:channelId</code></h3>
<p>This version does not serve it yet. The raw message as <code>message/rfc822</code>, with <code>X-Parley-Signature: sha256=…</code>, the hex HMAC-SHA256 of the raw bytes with the
channel's <code>inboundSecret</code>.</p>
<h2>Files: <code>GET /files/:id?session=&amp;expires=&amp;signature=</code></h2>
<p><code>content.mediaUrl</code> of a message is such a link, signed and good for a while; read the message again for a fresh one. Whatever is wrong
with a link, the answer is 404. Where a picture has a preview, <code>content.previewUrl</code> is a link of the same kind to
<code>/files/:id/preview</code>, a WebP of at most 480 by 480 pixels, and <code>content.width</code> and <code>content.height</code> are those of
the whole picture. Files come with <code>nosniff</code> and a sandbox: nothing in them runs. Upload with
<code>POST /api/v1/attachments</code> or <code>POST /api/v1/widget/attachments</code>, and send the id as one of <code>attachmentIds</code>.</p>`;

export function socketPage(): string {
  const body = [
    rules,
    section('/customer', { handshake: customerHandshake, sent: customerEvents, emitted: toCustomer }),
    section('/agent', { handshake: agentHandshake, sent: agentEvents, emitted: toAgent }),
    others,
  ].join('\n');
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Parley: sockets, webhooks, files</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}td,th{border:1px solid #ccc;padding:.3rem .5rem;text-align:left;vertical-align:top}
code,pre{font:14px/1.4 ui-monospace,monospace;background:#f3f3f3}pre{padding:1rem;overflow:auto}h3{margin-top:2rem}</style></head>
<body><h1>Sockets, webhooks, files</h1><p>Beside the <a href="/docs">REST API</a>, whose <code>Message</code> and <code>Session</code> are the same.</p>
${body}
</body></html>
`;
}

interface Namespace {
  handshake: z.ZodType;
  sent: Record<string, { payload: z.ZodType; reply: z.ZodType }>;
  emitted: Record<string, z.ZodType>;
}

function section(name: string, { handshake, sent, emitted }: Namespace): string {
  const asked = Object.entries(sent).map(
    ([event, { payload, reply }]) =>
      `<h3><code>${escape(event)}</code></h3>${table(payload, 'input')}<p>The ack, besides <code>ok</code>:</p>${table(reply, 'output')}`,
  );
  const heard = Object.entries(emitted).map(
    ([event, schema]) => `<h3><code>${escape(event)}</code></h3>${table(schema, 'output')}`,
  );
  return `<h2><code>${name}</code></h2><h3>Handshake, <code>auth</code></h3>${table(handshake, 'input')}
<h2><code>${name}</code>: what the client sends</h2>${asked.join('\n')}
<h2><code>${name}</code>: what the server tells</h2>${heard.join('\n')}`;
}

function table(schema: z.ZodType, io: 'input' | 'output'): string {
  const name = named.get(schema);
  if (name !== undefined) return `<p>A <code>${name}</code>.</p>`;
  const json = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: nameShapes }) as JsonSchema;
  const rows = rowsOf(json, '');
  if (rows.length === 0) return '<p>Nothing.</p>';
  return `<table><tr><th>field</th><th>type</th><th>what</th></tr>${rows.join('')}</table>`;
}

/** A named shape is named, not spelled out in every table. */
function nameShapes({ zodSchema, jsonSchema }: { zodSchema: unknown; jsonSchema: object }): void {
  const name = named.get(zodSchema as z.ZodType);
  if (name === undefined) return;
  for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Record<string, unknown>)[key];
  Object.assign(jsonSchema, { type: name });
}

function rowsOf({ properties = {}, required = [] }: JsonSchema, prefix: string): string[] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const place = `${prefix}${name}`;
    const optional = required.includes(name) ? '' : '?';
    const row = `<tr><td><code>${escape(place + optional)}</code></td><td>${escape(typeOf(field))}</td><td>${escape(field.description ?? '')}</td></tr>`;
    return [row, ...rowsOf(field, `${place}.`), ...rowsOf(field.items ?? {}, `${place}[].`)];
  });
}

function typeOf({ type, enum: values, const: only, anyOf, items, format, maxLength }: JsonSchema): string {
  if (values) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (only !== undefined) return JSON.stringify(only);
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(' | ');
  if (items) return `${typeOf(items)}[]`;
  const bound = maxLength === undefined ? '' : `, at most ${maxLength}`;
  return `${format ?? [type ?? 'any'].flat().join(' | ')}${bound}`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
