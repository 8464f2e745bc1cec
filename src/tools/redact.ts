// What tells who somebody is goes out of their words; what they ask stays.

const gone = '…';
/** In UTF-16 units. */
const longest = 10_000;

const patterns: readonly RegExp[] = [
  // Addresses of the web, which may carry whose order or account it is.
  /\b(?:https?:\/\/|www\.)\S{1,2000}/giu,
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,200}\.\p{L}{2,20}/gu,
  // Names of accounts.
  /(?<![\p{L}\p{N}@])@[\p{L}\p{N}_.]{3,40}/gu,
  // A street with its number, before or after it.
  /\b\d{1,5}[a-z]?,? (?:\p{Lu}[\p{L}'’.-]{1,30} ){1,3}(?:[Ss]treet|[Ss]t|[Rr]oad|[Rr]d|[Aa]venue|[Aa]ve|[Ll]ane|[Ll]n|[Dd]rive|[Dd]r|[Bb]oulevard|[Bb]lvd|Court|Square|Way|Place|Terrace)\b\.?/gu,
  /(?<!\p{L})\p{Lu}[\p{L}-]{1,30}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ufer|damm)\s?\d{1,4}\s?[a-z]?\b/gu,
  /\b(?:[Rr]ue|[Bb]oulevard|[Cc]alle|[Aa]venida|[Pp]iazza|Via|[Rr]ua)(?: \p{L}[\p{L}'’-]{0,30}){1,4},? \d{1,4}\b/gu,
  // Postcodes of the United Kingdom.
  /\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b/gu,
  // Amounts.
  /(?:[€$£¥₹₽]|\b(?:EUR|USD|GBP|CHF)\b)\s?\d[\d.,]{0,15}|(?<![\d.,])\d[\d.,]{0,15}\s?(?:[€$£¥₹₽]|\b(?:EUR|USD|GBP|CHF|PLN|euros?|dollars?|pounds?)\b)/giu,
  // Dates.
  /\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}[./]\d{1,2}[./](?:\d{2}|\d{4})\b/gu,
  // Telephone numbers, accounts and cards, in groups.
  /(?<![\p{L}\p{N}-])\+?\(?\d[\d ()/.-]{5,30}\d(?![\p{L}\p{N}])/gu,
  // Numbers of orders, tickets, customers: codes with a digit, and long numbers.
  /#\s?[\p{L}\d][\p{L}\d-]{0,60}/gu,
  /(?<![\p{L}\p{N}-])(?=[\p{L}-]{0,60}\d)[\p{L}\d-]{1,80}/gu,
];

/** What stands before a name that somebody says of themselves. */
const introductions =
  /(?<!\p{L})((?:my name is|my name's|this is|i am called|mein name ist|ich hei(?:ß|ss)e|me llamo|mi nombre es|je m['’]appelle|mi chiamo|meu nome é|mijn naam is) )\p{L}[\p{L}'’-]{0,40}(?: (?:van|von|de|der|den|da|di|la|le|el|al|bin)(?= )){0,3}/giu;
const begun = '\uE000';
/** The rest of a name, of which the first word is gone: what is written large goes on with it. */
const moreNames = /\uE000(?: \p{Lu}(?:\.|[\p{L}'’-]{0,40})){0,4}/gu;
/** The line under a letter after which its writer's name comes. */
const farewell =
  /^(?:(?:(?:best|kind|warm) )?regards|best wishes|(?:yours )?sincerely|cheers|(?:many )?thanks|thank you|mit freundlichen grüßen|(?:viele|liebe) grüße|cordialement|saludos|cordiali saluti)[ ,.!]*$/iu;
/** A signature has no more lines. */
const signatureLines = 8;

/** Short numbers say what is asked: 2 years, size 42. */
const isTelling = (word: string) => word.length > 20 || /\d{4}|\d\p{L}+\d|\p{L}[^\d]{0,20}\d{3}/u.test(word);

/** Of what is longer than a message, the rest is left out. @param names of people and firms that are known to be theirs */
export function redact(text: string, names: readonly string[] = []): string {
  let rest = withoutSignature(text.slice(0, longest));
  rest = rest.replace(introductions, (found, before: string) =>
    isName(found.slice(before.length), before) ? before + begun : found,
  );
  rest = rest.replace(moreNames, gone);
  for (const name of names) rest = rest.replace(wordOf(name), gone);
  for (const pattern of patterns) {
    const isLast = pattern === patterns.at(-1);
    rest = rest.replace(pattern, (found) => (isLast && !isTelling(found) ? found : gone));
  }
  return rest
    .replace(/…(?:[\s;:#()/+-]{0,3}…)+/g, gone)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\n /g, '\n')
    .trim();
}

/** "This is" comes before much else. */
function isName(word: string, before: string): boolean {
  return !/^this/i.test(before) || /^\p{Lu}/u.test(word);
}

/** Each word of a name, also alone; one letter is no name. */
function wordOf(name: string): RegExp {
  const parts = name
    .split(/[\s,]+/)
    .filter((part) => [...part].length > 1)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return parts.length === 0
    ? /(?!)/
    : new RegExp(`(?<![\\p{L}\\p{N}])(?:${parts.join('|')})(?:['’]s)?(?![\\p{L}\\p{N}])`, 'giu');
}

function withoutSignature(text: string): string {
  const lines = text.split('\n');
  const at = lines.findLastIndex((line) => farewell.test(line.trim()));
  return at > 0 && lines.length - at <= signatureLines ? lines.slice(0, at).join('\n') : text;
}
