// What a customer should not have written stays out of what a model reads: card numbers, passwords, keys.

const digits = /(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)/g;
const account = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g;
const password =
  /(\b(?:password|passcode|passwort|kennwort|contraseña|mot de passe|senha|wachtwoord|hasło|пароль|pin|cvv|cvc)(?: (?:is|ist|es|est|é))?[ :=]{1,3})(?=[^\s,;]*[\d!@#$%&*])[^\s,;]{3,}/giu;
const key = /\b(?:sk|pk|rk|ghp|gho|xox[abp]|AKIA|eyJ)[-_]?[A-Za-z0-9_.-]{16,}/g;

/** @param mark what stands in the place of a secret of that kind */
export function maskSecrets(
  text: string,
  mark: (kind: string, found: string) => string = (kind) => `[${kind}]`,
): string {
  return text
    .replace(key, (found) => mark('key', found))
    .replace(account, (found) => mark('account number', found))
    .replace(digits, (found) => (isCard(found) ? mark('card number', found) : found))
    .replace(password, (found, before: string) => `${before}${mark('secret', found.slice(before.length))}`);
}

/** Luhn's check, ISO/IEC 7812-1. */
function isCard(written: string): boolean {
  const all = written.replace(/\D/g, '');
  const sum = [...all].reverse().reduce((total, sign, at) => {
    const value = Number(sign) * (at % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
