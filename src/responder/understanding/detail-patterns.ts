// How amounts, dates and postal addresses are written. Every repetition has an end.

const signs = '[€$£¥₹₽₺₩₴₪]|R\\$|Rs\\.?|[A-Z]{1,2}\\$';
const codes =
  'EUR|USD|GBP|CHF|JPY|CNY|RMB|INR|BRL|AUD|CAD|NZD|SEK|NOK|DKK|CZK|HUF|TRY|MXN|PLN|RUB|UAH|AED|SAR|ZAR|KRW';
const words =
  'zł|kr|Kč|руб(?:\\.|лей|ля|ль)?|euros?|dollars?|pounds?|reais|real|pesos?|rupees?|元|円|块|ريال|درهم|रुपये|rupaye|lira|TL';

export const amounts = new RegExp(
  `((?:${signs}|\\b(?:${codes})\\b)\\s?\\d[\\d.,']{0,15}\\d|(?<![\\d.,])\\d[\\d.,']{0,15}\\s?(?:[€$£¥₹₽₺₩₴₪]|(?:${codes})\\b|(?:${words})(?![\\p{L}]))|(?:${signs})\\s?\\d)`,
  'gu',
);

const months =
  'jan(?:uary|uar|uari|vier|eiro)?|feb(?:ruary|ruar|ruari|rero)?|f[ée]v(?:rier|ereiro)?|mar(?:ch|s|zo|ço|t)?|m[äa]rz|maart|apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|may|mai|maggio|mei|mayo|maio|june?|juni|juin|junio|junho|giugno|july?|juli|juillet|julio|julho|luglio|aug(?:ust|ustus)?|ao[ûu]t|ago(?:sto)?|sep(?:t|tember|tembre|tiembre)?|settembre|set(?:embro)?|oct(?:ober|obre|ubre)?|o[kt]+t?(?:ober|ubro|obre)?|nov(?:ember|embre|iembre|embro)?|dec(?:ember)?|dez(?:ember|embro)?|d[ée]c(?:embre)?|dic(?:embre|iembre)?|янв(?:аря)?|фев(?:раля)?|марта|апр(?:еля)?|мая|июня|июля|авг(?:уста)?|сен(?:тября)?|окт(?:ября)?|ноя(?:бря)?|дек(?:абря)?';

export const dates: readonly RegExp[] = [
  /\b(\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})\b/gu,
  new RegExp(
    `(?<![\\d.,])(\\d{1,2}(?:st|nd|rd|th|\\.|º)?\\s(?:of\\s|de\\s)?(?:${months})(?![\\p{L}])\\.?(?:,?\\s(?:de\\s)?\\d{4})?)`,
    'giu',
  ),
  /\b((?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{1,2}(?:st|nd|rd|th)?(?:,?\s\d{4})?)\b/gu,
  /((?:\d{4}年)?\d{1,2}月\d{1,2}日)/gu,
];

/** A name with a capital. */
const name = "\\p{Lu}[\\p{Ll}'’][\\p{L}'’.-]{0,23}";
const city = `${name}(?:[ -]${name}){0,2}`;

export const addresses: readonly RegExp[] = [
  // 221b Baker Street, London NW1 6XE
  new RegExp(
    `(?<![\\d.,#-])(\\d{1,5}[A-Za-z]?\\s(?:${name}\\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|Court|Ct|Square|Place|Terrace|Close|Crescent)\\b\\.?(?:,\\s?${city}){0,2}(?:,?\\s[A-Z]{1,2}\\d[A-Z\\d]?\\s?\\d[A-Z]{2}\\b|,?\\s[A-Z]{2}\\s\\d{5}\\b|,?\\s\\d{5}\\b)?)`,
    'gu',
  ),
  // Lange Straße 5, 10115 Berlin
  new RegExp(
    `(?<!\\p{L})((?:${name}\\s){0,2}(?:${name})?(?:[Ss]traße|[Ss]trasse|[Ss]tr\\.|[Ww]eg|[Pp]latz|[Aa]llee|[Gg]asse|[Rr]ing|[Dd]amm|[Uu]fer|straat|laan|plein|gracht)\\s\\d{1,4}\\s?[a-z]?(?![\\p{L}\\d])(?:,?\\s\\d{4,5}(?:\\s[A-Z]{2})?\\s${city})?)`,
    'gu',
  ),
  // 12 bis rue de la Paix, 75002 Paris
  new RegExp(
    `(?<!\\d)(\\d{1,4}(?:\\s?(?:bis|ter))?,?\\s(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Aa]llée|[Ii]mpasse|[Qq]uai)\\s[\\p{L}' ’-]{2,40}(?:,?\\s\\d{5}\\s${city})?)`,
    'gu',
  ),
  // Calle de Alcalá 45, 28014 Madrid; Rua Augusta, 120; Via Roma 3
  new RegExp(
    `(?<!\\p{L})((?:[Cc]alle|C/|[Aa]venida|[Aa]vda\\.|[Pp]laza|[Pp]aseo|[Rr]ua|[Pp]raça|[Tt]ravessa|Via|Viale|Piazza|Corso)\\s(?:d[aeio]s?\\s(?:l[ao]s?\\s)?)?${city},?\\s(?:n[º°.]\\s?)?\\d{1,5}(?:,?\\s\\d{4,5}(?:-\\d{3})?\\s${city})?)`,
    'gu',
  ),
  // ул. Ленина, д. 10
  /(?<!\p{L})((?:г\.\s?\p{Lu}[\p{L}-]{1,24},?\s)?(?:ул\.|улица|проспект|пр-т|пер\.|переулок|шоссе)\s?[\p{L} -]{2,30},?\s(?:д\.|дом)?\s?\d{1,4}(?:,?\s?(?:кв\.|квартира)\s?\d{1,4})?)/gu,
  // 〒150-0001 東京都渋谷区神宮前1-2-3; 北京市朝阳区建国路88号
  /((?:〒?\d{3}-\d{4}\s?)?(?:東京都|北海道|(?:京都|大阪)府|\p{sc=Han}{2,3}県)[\p{sc=Han}\p{sc=Katakana}\p{sc=Hiragana}]{2,20}[\d０-９丁目番地号-]{1,16})/gu,
  /((?:\p{sc=Han}{2,4}省)?\p{sc=Han}{2,4}市\p{sc=Han}{1,16}(?:路|街|道|巷)\d{1,5}号[\p{sc=Han}\d]{0,16})/gu,
];
