// What stands in a canned reply for something that is known only in the conversation, and the hole that it leaves where it is not.

/** What may stand in braces, and what a hole for it is called. Anything else in braces is a hole of its own name. */
export const replyVariables = {
  'customer.first_name': "customer's first name",
  'customer.name': "customer's name",
  'customer.email': "customer's e-mail address",
  'agent.first_name': 'your first name',
  'agent.name': 'your name',
  'organization.name': 'organization',
  'session.channel': 'channel',
  'session.subject': 'subject',
} as const;
export type ReplyVariable = keyof typeof replyVariables;
export type ReplyValues = Partial<Record<ReplyVariable, string>>;

const channelWords: Record<string, string> = { web: 'Web chat', whatsapp: 'WhatsApp', email: 'E-mail' };

/** What people call a type of channel. */
export const channelWord = (type: string): string => channelWords[type] ?? type;

const place = /\{\{([^{}\n]{1,100})\}\}/g;
/** In brackets that nobody types by accident: what still has one is not sent. */
const hole = /⟨[^⟨⟩\n]{1,100}⟩/g;

/** `{{customer.first_name}}`, or `{{customer.first_name|there}}` with what is said where it is not known. */
export function filledReply(content: string, values: ReplyValues): string {
  return content.replace(place, (_, inner: string) => {
    const [name = '', otherwise] = inner.split('|').map((part) => part.trim());
    const known = Object.hasOwn(replyVariables, name) ? (name as ReplyVariable) : undefined;
    const value = known && values[known]?.trim();
    return value || otherwise || `⟨${(known && replyVariables[known]) || name || 'something'}⟩`;
  });
}

export interface Hole {
  from: number;
  /** Exclusive. */
  to: number;
  /** Without its brackets. */
  name: string;
}

export function holesIn(text: string): Hole[] {
  return [...text.matchAll(hole)].map(({ 0: found, index }) => ({
    from: index,
    to: index + found.length,
    name: found.slice(1, -1),
  }));
}

/** What somebody is greeted by; undefined where the name is an address or a number. */
export function firstNameOf(name: string | undefined): string | undefined {
  const [first] = (name ?? '').trim().split(/\s+/);
  return first && /^\p{L}[\p{L}\p{M}.'’-]*$/u.test(first) ? first : undefined;
}
