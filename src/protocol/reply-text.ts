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
export type ReplyValues = Partial<Record<ReplyVariable | `customer.${string}`, string>>;

const attribute = /^customer\.([a-z][a-z0-9_]*)$/;

/** `{{customer.plan}}` for the attribute `plan`. */
export function attributeVariables(attributes: Record<string, string | number | boolean> = {}): ReplyValues {
  const said = (value: string | number | boolean) =>
    typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [`customer.${key}`, said(value)]),
  );
}

/** Nobody has declared what is asked for, but somebody may. */
export const isAttributeHole = ({ name }: Hole): boolean => name.startsWith(attributeHole);
const attributeHole = "customer's ";

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
    const value = Object.hasOwn(values, name) ? values[name as ReplyVariable]?.trim() : undefined;
    return value || otherwise || `⟨${holeName(name)}⟩`;
  });
}

/** What stands in braces as if it were known of the customer, and is neither on record nor one of these attributes. */
export function unknownVariables(content: string, attributes: readonly string[]): string[] {
  const asked = [...content.matchAll(place)].map(([, inner = '']) => inner.split('|')[0]!.trim());
  const known = new Set([...Object.keys(replyVariables), ...attributes.map((key) => `customer.${key}`)]);
  return [...new Set(asked.filter((name) => name.startsWith('customer.') && !known.has(name)))];
}

function holeName(name: string): string {
  if (Object.hasOwn(replyVariables, name)) return replyVariables[name as ReplyVariable];
  const key = attribute.exec(name)?.[1];
  return key === undefined ? name || 'something' : attributeHole + key.replaceAll('_', ' ');
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
