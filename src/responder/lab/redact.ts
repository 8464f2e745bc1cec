// Takes out of a customer's words what says who they are: addresses, numbers, and the names that are known of them; and secrets.
import { maskSecrets } from '../providers/mask-secrets';

const link = /\bhttps?:\/\/\S+/giu;
const account = /\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{1,4}){3,9}\b/g;
/** A telephone, a card, a long number: seven digits or more, however they are set apart. */
const digits = /(?:\+|\b00)?\(?\d(?:[\s().\/-]{0,2}\d){6,}/g;
const word = /[\p{L}\p{N}]/u;

/** @param known names, addresses and ids of the customer, in any case */
export function redact(text: string, known: readonly string[]): string {
  const clean = maskSecrets(text, (kind, found) => (isNumber(kind) ? found : '[secret]'))
    .replace(link, '[link]')
    .replace(/\S+/g, withoutAddress)
    .replace(account, '[number]')
    .replace(digits, '[number]');
  return known
    .map((one) => one.trim())
    .filter((one) => [...one].length > 1)
    .sort((one, other) => other.length - one.length)
    .reduce(withoutName, clean);
}

/** Those are taken out as any long number is. */
const isNumber = (kind: string): boolean => kind === 'card number' || kind === 'account number';

function withoutName(text: string, name: string): string {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  const before = word.test(name[0]!) ? '(?<![\\p{L}\\p{N}])' : '';
  const after = word.test(name.at(-1)!) ? '(?![\\p{L}\\p{N}])' : '';
  return text.replace(new RegExp(`${before}${escaped}${after}`, 'giu'), '[name]');
}

function withoutAddress(token: string): string {
  const at = token.indexOf('@');
  return at > 0 && at < token.length - 1 ? '[e-mail]' : token;
}
