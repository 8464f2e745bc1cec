// What one message says that will matter again: by rules, without a model. Pure.
import type { Message } from '../../protocol/model/message';
import { memoryKinds, type MemoryKind } from '../../protocol/model/fact-kinds';
import { claimsRights } from './unproved-claims';
import { isSecret } from './secret-words';

export interface Remembered {
  kind: MemoryKind;
  /** One a customer and key: what is said again later takes its place. */
  key: string;
  text: string;
  type: 'short_term' | 'long_term';
  /** 0 to 1. */
  importance: number;
}

/** What is worth keeping of each kind, and how much. Amounts and dates are of this conversation only. */
const weights: Record<MemoryKind, { importance: number; type: Remembered['type'] }> = {
  name: { importance: 0.9, type: 'long_term' },
  promise: { importance: 0.9, type: 'long_term' },
  'order number': { importance: 0.8, type: 'long_term' },
  preference: { importance: 0.8, type: 'long_term' },
  language: { importance: 0.7, type: 'long_term' },
  product: { importance: 0.6, type: 'long_term' },
  email: { importance: 0.6, type: 'long_term' },
  phone: { importance: 0.6, type: 'long_term' },
  address: { importance: 0.6, type: 'long_term' },
  amount: { importance: 0.3, type: 'short_term' },
  date: { importance: 0.3, type: 'short_term' },
};

const longest = { text: 200, key: 100, read: 4_000 };
/** Whoever tells more in one message is listing, not telling. */
const most = 10;

/** The first letter may be a capital; what follows these words must have one. */
const either = (words: string) =>
  words
    .split('|')
    .map((word) => `[${word[0]}${word[0]!.toUpperCase()}]${word.slice(1)}`)
    .join('|');
const word = "\\p{Lu}[\\p{L}'’-]{1,30}";
const nameAfter = new RegExp(
  `(?<!\\p{L})(?:${either("my name is|my name's|i am called|mein name ist|ich heiße|me llamo|mi nombre es|je m'appelle|je m’appelle|mon nom est|meu nome é|me chamo|mi chiamo|меня зовут")})\\s+(${word}(?:\\s${word}){0,2})`,
  'u',
);
/** What else people are, in capitals. */
const notNames =
  'Team|Lead|Head|Manager|Director|Customer|Client|Cliente|Membre|Member|Premium|Gold|Vip|VIP|Admin|Owner|Student|Swiss|German|French|Dutch|English|Spanish|Italian|British|American|Portuguese|Chinese|Japanese|Very|Not|Still|Also';
/** "I am Ada Lovelace": a first and a last name, and no more said of it. */
const bothNames = new RegExp(
  `(?<!\\p{L})(?:${either("i am|i'm|i’m|soy|je suis")})\\s(?!(?:${notNames})(?!\\p{L}))(${word}(?:\\s${word}){1,2})(?=\\s?(?:[.,;!]|$)|\\s(?:and|y|et)\\s)`,
  'mu',
);
const nameInOthers =
  /(?:我叫|我的名字是)\s?(\p{sc=Han}{2,4})|(?:मेरा नाम)\s(\S{2,20})|(?:اسمي)\s(\p{L}{2,20})|(\p{sc=Han}{1,4})と申します/u;
const productAfter = new RegExp(
  `(?<!\\p{L})(?:${either("i have|i own|i bought|i use|i ordered|ich habe|ich besitze|ich nutze|tengo|compré|j'ai|j’ai|j'ai acheté|comprei|tenho")})\\s(?:an?|the|my|your|eine?n?|den|die|das|un[ae]?|el|la|le|mon|ma|o|um)\\s(\\p{Lu}[\\p{L}\\d-]{1,24}(?:\\s[\\p{Lu}\\d][\\p{L}\\d-]{0,24}){0,3})`,
  'u',
);
const prefers =
  /\b(?:i(?:'d| would)? (?:rather|prefer|like to be)|please (?:always|never|do not|don['’]t)|only (?:by|via|in the)|i am (?:allergic|vegan|vegetarian|deaf|blind)|i['’]m (?:allergic|vegan|vegetarian|deaf|blind)|ich (?:bevorzuge|bin (?:allergisch|vegan|gehörlos|blind))|bitte (?:immer|nie|nur|nicht)|prefiero|por favor (?:siempre|nunca|no)|soy (?:alérgic|vegan|sord|cieg)|je préfère|s['’]il vous plaît (?:toujours|jamais|ne)|je suis (?:allergique|végan|sourd)|prefiro|sou (?:alérgic|vegan))/iu;
const promises =
  /\b(?:(?:i|we)(?:['’]ll| will| am going to| are going to) (?:send|refund|call|check|get back|look into|ship|replace|write|e-?mail|credit|follow up|make sure|arrange|forward|cancel|let you know)|you will (?:get|receive|hear)|(?:ich|wir) (?:werde|werden|schicken|schicke|melde|melden|erstatten|erstatte|prüfe|prüfen|rufe|rufen|kümmere|kümmern)|(?:le|les|te) (?:enviaré|enviaremos|llamaré|llamaremos|reembolsaremos|avisaremos|avisaré)|(?:je|nous) (?:vous )?(?:enverrai|enverrons|rappellerai|rappellerons|rembourserons|tiendrai|tiendrons)|(?:vou|vamos) (?:enviar|ligar|reembolsar|verificar|avisar))/iu;

/** A single space stays as it is: most texts are not written anew. */
const unevenSpace = /\s{2,}|[^\S ]/g;

type Facts = NonNullable<Message['metadata']['entities']>;

/** Nothing of notes, of what a program says, and of what holds a secret. @param facts numbers and addresses in its words */
export function memoriesIn(message: Message, facts: Facts = message.metadata.entities ?? []): Remembered[] {
  const { sender, type, content } = message;
  if (type === 'handover') return spokenIn(content.packet?.language);
  if (!isOwnStatement(message)) return [];
  const stated = sentencesOf(message);
  const found = (sentences: readonly string[]) =>
    sender === 'agent' ? promised(sentences) : sender === 'customer' ? saidIn(sentences, facts) : [];
  // Most messages tell nothing: only of others it is asked what in them is a secret.
  return found(stated).length === 0 ? [] : found(stated.filter((sentence) => !isSecret(sentence)));
}

const promised = (sentences: readonly string[]): Remembered[] =>
  sentences
    .filter((one) => promises.test(one))
    .slice(0, most)
    .map((text) => entry('promise', text));

function saidIn(sentences: readonly string[], facts: Facts): Remembered[] {
  const text = sentences.join('\n');
  return [
    ...namesIn(text),
    ...factsIn(facts, text),
    ...sentences.flatMap((one) => productAfter.exec(one)?.[1] ?? []).map((one) => entry('product', one)),
    ...sentences
      .filter((one) => !one.endsWith('?') && prefers.test(one) && !claimsRights(one))
      .map((one) => entry('preference', one)),
  ].slice(0, most);
}

/** Notes, what a program says and what was said elsewhere tell nothing of the customer. */
export function isOwnStatement({ type, content, metadata }: Message): boolean {
  const isSaid = type !== 'note' && type !== 'system' && type !== 'handover';
  return isSaid && !metadata.past && content.data?.['broughtFrom'] === undefined;
}

export function sentencesOf({ content }: Pick<Message, 'content'>): string[] {
  return (content.text ?? '')
    .slice(0, longest.read)
    .split(/(?<=[.!?。！？])\s+|\n+/)
    .map((sentence) => sentence.replace(unevenSpace, ' ').trim())
    .filter((sentence) => sentence !== '');
}

/** What an agent promises the customer in a message, sentence by sentence. */
export function promisesIn(message: Message): string[] {
  return memoriesIn(message).flatMap(({ kind, text }) => (kind === 'promise' ? text : []));
}

function spokenIn(language: string | undefined): Remembered[] {
  return language === undefined || language === 'und' ? [] : [entry('language', language)];
}

function namesIn(text: string): Remembered[] {
  const found = nameAfter.exec(text) ?? bothNames.exec(text) ?? nameInOthers.exec(text);
  const name = found?.slice(1).find((one) => one !== undefined);
  return name === undefined ? [] : [entry('name', name)];
}

/** What the rules heard as the message came; a value that went with a secret is not in what is left of the text. */
function factsIn(entities: Facts, text: string): Remembered[] {
  return entities.flatMap(({ name, value }) => {
    const kind = memoryKinds.find((one) => one === name);
    if (kind === undefined) return [];
    const values = kind === 'address' ? value.split('; ') : value.split(', ');
    return values.filter((one) => text.includes(one) && !isSecret(one)).map((one) => entry(kind, one));
  });
}

export function entry(kind: MemoryKind, text: string): Remembered {
  const isOne = kind === 'name' || kind === 'language';
  const slug = text.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, '-');
  return {
    kind,
    key: (isOne ? kind : `${kind.replace(' ', '-')}.${slug}`).slice(0, longest.key),
    text: text.slice(0, longest.text),
    ...weights[kind],
  };
}
