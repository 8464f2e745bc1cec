// WhatsApp Cloud API as a channel.
import type { SafeFetch } from '../../tools/safe-fetch';
import type { Channel, Choice, Outgoing, SendOutcome } from '../channel';
import { isSigned } from '../inbound/webhook-signature';
import { kindOf, whatsappFiles } from './files';
import { cut, longestText, whatsappText } from './format';
import { createGraph } from './graph';
import { parse } from './parse';
import type { Json } from './read-json';
import { rules } from './rules';
import { whatsappSettings, type WhatsAppSettings } from './settings';
import { challengeOf } from './verify-token';
import { templateMessage } from './templates';

export function createWhatsApp(fetch: SafeFetch): Channel {
  const graph = createGraph(fetch);
  const channel: Channel<WhatsAppSettings> = {
    type: 'whatsapp',
    name: 'WhatsApp',
    settings: whatsappSettings,
    weight: 0.5,
    hasVisitors: false,
    files: whatsappFiles,
    burstMs: 1_500,
    // The number keeps later webhooks complete.
    reaches: ['phone', 'whatsapp'],
    isGenuine: ({ appSecret }, { body, headers }) =>
      isSigned(body, headers['x-hub-signature-256'], appSecret),
    challenge: ({ verifyToken }, query) => challengeOf(query, verifyToken),
    parse,
    fetchMedia: (own, { id }) => graph.download(own, id),
    async send(out) {
      const made = await messageOf(out, (file) => graph.upload(out.settings, file));
      return 'message' in made ? graph.send(out, made.message) : made;
    },
    seen: graph.read,
    templates: graph.templates,
    // Every account of Meta has it, approved.
    testTemplate: { name: 'hello_world', language: 'en_US' },
    rules,
    async check(own) {
      try {
        await graph.number(own);
        return { ok: true };
      } catch (error) {
        return {
          ok: false,
          lastError: error instanceof Error ? error.message : 'WhatsApp cannot be reached.',
        };
      }
    },
  };
  // What lies in the database has passed the schema.
  return channel as unknown as Channel;
}

type Upload = (
  file: NonNullable<Outgoing<WhatsAppSettings>['media']>,
) => Promise<SendOutcome | { id: string }>;

/** Longest words of a file, in UTF-16 units (Meta, "Media messages"). */
const longestCaption = 1_024;

/** The message as the Graph API wants it; a file is uploaded first, which sends nothing yet. */
async function messageOf(
  { text = '', media, template, reaction, choices, mayBeCut, readMore }: Outgoing<WhatsAppSettings>,
  upload: Upload,
): Promise<{ message: Json } | SendOutcome> {
  if (reaction) return { message: reactionMessage(reaction) };
  if (template) return { message: { type: 'template', template: templateMessage(template) } };
  const longest = media ? longestCaption : longestText;
  const words = whatsappText(text);
  if (words.length > longest && !mayBeCut) return { outcome: 'refused', reason: tooLong(longest) };
  const fits = mayBeCut ? cut(words, longest, readMore) : words;
  if (!media) return { message: textMessage(fits, choices) };
  const uploaded = await upload(media);
  if ('outcome' in uploaded) return uploaded;
  const kind = kindOf(media, words !== '');
  const message = {
    type: kind,
    [kind]: {
      id: uploaded.id,
      ...(words !== '' && { caption: fits }),
      ...(kind === 'document' && { filename: media.fileName }),
    },
  };
  return { message };
}

/** Without an emoji ours is taken back (Meta, "Reaction messages"). */
const reactionMessage = ({ to, emoji = '' }: NonNullable<Outgoing<WhatsAppSettings>['reaction']>): Json => ({
  type: 'reaction',
  reaction: { message_id: to, emoji },
});

const tooLong = (longest: number) =>
  `It is too long: WhatsApp takes ${longest} characters ${longest === longestCaption ? 'with a file' : 'in one message'}.`;

/** Meta: "Interactive reply buttons" and "Interactive list messages". */
const [mostButtons, mostRows, longestButton] = [3, 10, 20];

/** Up to three short choices are buttons, others up to ten a list. A button has no place for more than 20 characters, a row for 24 and 72. */
export function textMessage(body: string, choices: readonly Choice[] = []): Json {
  if (choices.length === 0) return { type: 'text', text: { body, preview_url: true } };
  const interactive =
    choices.length <= mostButtons && choices.every(({ title }) => title.length <= longestButton)
      ? {
          type: 'button',
          action: {
            buttons: choices.map(({ id, title }) => ({ type: 'reply', reply: { id, title } })),
          },
        }
      : {
          type: 'list',
          // In no language: the words above say what is to be chosen.
          action: { button: '☰', sections: [{ rows: choices.slice(0, mostRows).map(rowOf) }] },
        };
  return { type: 'interactive', interactive: { ...interactive, body: { text: body } } };
}

function rowOf({ id, title }: Choice): Json {
  const rest = title.slice(24, 24 + 72);
  return { id, title: title.slice(0, 24), ...(rest !== '' && { description: rest }) };
}
