// Whether a customer asks how something of their own stands: "Where is my order 4711?", "wo bleibt mein Paket". Pure.
import { LRUCache } from 'lru-cache';
import { words } from '../../knowledge/tokenize';
import { followsOn } from '../contextual-question';

export interface AskedAbout {
  type: string;
  /** As the customer wrote it; absent for "my order". */
  objectId?: string;
}

/** What a type is called in questions, in any language; the sound of a word changes with its ending. */
const wordsOf: Record<string, string> = {
  order:
    'orders?|parcels?|packages?|shipments?|bestellung(?:en)?|paket|päckchen|sendung|lieferung|auftrag|pedidos?|paquetes?|env[ií]o|compra|commandes?|colis|encomendas?|ordin[ei]|pacc(?:o|hi)|spedizione|bestelling|pakket(?:je)?|zending|zam[oó]wieni\\p{L}*|paczk\\p{L}*|przesyłk\\p{L}*|заказ\\p{L}*|посылк\\p{L}*|sipariş\\p{L}*',
  subscription:
    'subscriptions?|membership|abo|abonnements?|mitgliedschaft|suscripci[oó]n|abonnement|assinatura|abbonamento|subskrypcj\\p{L}*|abonament\\p{L}*|подписк\\p{L}*',
  device:
    'devices?|geräte?s?|dispositivos?|appareils?|aparelho|apparaat|toestel|urządzeni\\p{L}*|устройств\\p{L}*',
};
/** In scripts without spaces, or that write what belongs to a word onto it. */
const unspacedWordsOf: Record<string, string> = {
  order: '注文|荷物|配送|订单|訂單|包裹|快递|طلب|شحن|طرد',
  subscription: 'サブスクリプション|サブスク|定期購入|订阅|会员|اشتراك',
  device: 'デバイス|機器|端末|设备|جهاز',
};

const mine =
  'my|our|mein\\p{L}*|unser\\p{L}*|mis?|mon|ma|mes|nos|notre|meus?|minhas?|mi[oa]|miei|mijn|ons|onze|m[oó]j\\p{L}*|mo[ij]\\p{L}*|мо[йяёеиюг]\\p{L}*|наш\\p{L}*';

/** How it stands is what is asked: where, when, not yet. */
const asksState = [
  "where(?:['’]?s| is| are| has| did)|status|track(?:ing)?|when (?:will|does|do|is|are|can i expect)|(?:any|what'?s the) (?:news|update)|has .{1,40}(?:shipped|been sent|gone out)|(?:is|was) .{1,40}(?:shipped|sent|dispatched)|how(?:['’]?s| is| are) (?:my|our) [^?.!]{1,40}(?:going|doing|coming along|getting on|\\d)|what happened to|still waiting|(?:not|n['’]?t|never) (?:yet )?(?:been |be )?(?:arrived?|received?|come|got(?:ten)?|delivered|here|shipped)",
  'wo (?:ist|sind|bleib\\p{L}*|steckt)|wann (?:kommt|kommen|wird|ist|bekomme|erhalte|läuft|endet|verlängert)|sendungsverfolgung|verfolgen|lieferstatus|stand (?:meiner|der|von)|schon (?:versandt|verschickt|unterwegs)|nicht (?:angekommen|erhalten|bekommen|da)|noch nicht|immer noch',
  'd[oó]nde (?:est[aá]n?|anda)|estado|cu[aá]ndo (?:llega\\p{L}*|me llega|recib\\p{L}*|vence|se renueva)|seguimiento|rastrear|(?:no|a[uú]n no) (?:me )?(?:ha|he) (?:llegado|recibido)',
  'o[uù] (?:est|en est|se trouve|sont)|statut|quand (?:arrive\\p{L}*|vais|sera|est-ce|recevr\\p{L}*|expire)|suivre|suivi|(?:pas|jamais) (?:encore )?(?:reçu|arrivée?|livrée?)',
  'onde (?:est[aá]o?|anda)|quando (?:chega\\p{L}*|vai chegar|recebo|vence|renova)|rastrear|acompanhar|não (?:chegou|recebi)|nao (?:chegou|recebi)',
  "dov['’]?\\s?(?:è|e)|dove sono|stato (?:de|del|dell)\\p{L}*|quando (?:arriva\\p{L}*|ricever\\p{L}*|scade|si rinnova)|traccia\\p{L}*|non (?:è (?:ancora )?arrivat[oa]|ho (?:ancora )?ricevuto)",
  'waar (?:is|blijft|zijn)|wanneer (?:komt|wordt|ontvang|krijg|verloopt)|volgen|niet (?:ontvangen|aangekomen|bezorgd)',
  'gdzie (?:jest|są)|kiedy (?:przyjdzie|dotrze|otrzymam|będzie|wygasa|dostanę)|śledzić|co z|nie (?:dotar|przysz|otrzyma)\\p{L}*',
  'где|статус|когда (?:прид|прибуд|достав|получ|буд|заканч|истек)\\p{L}*|отследить|не (?:приш|получ|достав)\\p{L}*',
].join('|');
const asksStateUnspaced =
  'どこ|状況|いつ|追跡|届[きいか]|哪里|哪儿|在哪|到哪|状态|什么时候|何时|物流|没收到|没到|未收到|发货了|أين|وين|حالة|متى|تتبع|لم (?:يصل|تصل|أستلم)';

const whole = (words: string) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}\\p{N}])`, 'iu');
const isMine = whole(mine);
const isState = whole(asksState);
const isStateUnspaced = new RegExp(asksStateUnspaced, 'u');
/** "my order number" is about the number, "order confirmation" about a mail. */
const isAboutPapers =
  /(?:order|bestell|subscription|device)\s?(?:number|nummer|confirmation|bestätigung|history|form|process)\b(?![\s:#]{0,5}(?:is\s{1,3})?#?[\p{L}-]{0,6}\d)/iu;

/** Nobody asks in more, in UTF-16 units. */
const longest = 600;

/** What has digits and is no number of anything: addresses, days, times, amounts. */
const noNumbers =
  /(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,200}|https?:\S+|\d{4}-\d{2}-\d{2}|(?<!\d)\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?(?!\d)|(?<!\d)\d{1,2}:\d{2}|[€$£¥]\s?\d[\d.,]{0,12}|(?<![\d.,])\d[\d.,]{0,12}\s?(?:[€$£¥%]|eur|usd|days?|weeks?|hours?|tagen?|wochen?)/giu;
const numbers =
  /(?<![A-Za-z0-9])#?(\p{Lu}{0,6}[-_/]?\d[\dA-Za-z_-]{1,40}|[A-Z]{1,6}-[\dA-Z-]{2,40})(?![A-Za-z0-9@])/gu;
/** What may stand beside a number alone: "order no. 4711 please". */
const fillers =
  /(?<![\p{L}\p{N}])(?:number|num|no|nr|nummer|id|is|for|the|please|hi|hello|hey|update|bitte|hallo|der|die|das|de|la|le|el|il|het|por favor|hola|bonjour|numéro|número|numero|номер)(?![\p{L}\p{N}])|[^\p{L}\p{N}]+/giu;

/** In more words it is said what is meant. */
const mostWordsOfIt = 6;

type Types = ReadonlyArray<{
  type: string;
  /** Words of the organization for its own types. */
  own?: readonly string[];
}>;

/** "And where is it?": of something that was named before. */
export function asksOfIt(text: string): boolean {
  const asksState = isState.test(text) || isStateUnspaced.test(text);
  return asksState && followsOn(text) && words(text).length <= mostWordsOfIt;
}

/** What a text names, whatever it says of it. */
export function namedIn(text: string, types: Types): AskedAbout | undefined {
  const named = text.length <= longest && types.find(({ type, own = [] }) => namedBy(type, own).test(text));
  if (!named) return undefined;
  const objectId = numberIn(text);
  return { type: named.type, ...(objectId !== undefined && { objectId }) };
}

export function asksAbout(text: string, types: Types): AskedAbout | undefined {
  if (text.length > longest || isAboutPapers.test(text)) return undefined;
  const state = isState.test(text) || isStateUnspaced.test(text);
  for (const { type, own = [] } of types) {
    const named = namedBy(type, own);
    if (!named.test(text)) continue;
    const objectId = numberIn(text);
    const isBare = () =>
      text.replace(named, ' ').replace(isMine, ' ').replace(objectId!, ' ').replace(fillers, '') === '';
    if (objectId !== undefined && (state || isBare())) return { type, objectId };
    if (objectId === undefined && state && (isMine.test(text) || isStateUnspaced.test(text))) return { type };
  }
  return undefined;
}

/** The number that a text has, and only one that could be of an order: alone it answers "which one?". */
export function numberIn(text: string): string | undefined {
  const found = text.replace(noNumbers, ' ').matchAll(numbers);
  return [...found].map(([, number]) => number!).find((number) => /\d{2}|\d[A-Za-z]|[A-Za-z]\d/.test(number));
}

const known = new LRUCache<string, RegExp>({ max: 500 });

function namedBy(type: string, own: readonly string[]): RegExp {
  const key = [type, ...own].join('\n');
  const found = known.get(key);
  if (found) return found;
  const escaped = [...own, ...(wordsOf[type] ? [] : [type])].map((word) =>
    word
      .trim()
      .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
      .replace(/\s+/g, '\\s+'),
  );
  const spaced = [wordsOf[type], ...escaped].filter(Boolean).join('|');
  const unspaced = unspacedWordsOf[type];
  const made = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${spaced})(?![\\p{L}])${unspaced === undefined ? '' : `|${unspaced}`}`,
    'iu',
  );
  known.set(key, made);
  return made;
}
