// bcrypt reads 72 bytes and ignores the rest: longer passwords are refused instead of cut.
import bcrypt from 'bcrypt';
import { DomainError, fieldError } from '../errors';
import type { Said } from '../protocol/model/wording';
import { say } from '../protocol/server-texts/said';
import { sha256 } from './secrets';

/** Of bcrypt, for new passwords; each more doubles the work of a login. */
export const usualPasswordCost = 10;
const longest = 72;
const shortest = 8;

/** Hash of a random password that nobody knows, so that an unknown e-mail costs the same work as a wrong password. */
const nobody = '$2b$10$jAMGRtCVGbBXwgITTzBzHe1Y7CXbFrBvT0XzI7tYiHKVDa2tbAeMe';

/** @throws `invalid` for fewer than 8 characters or more than 72 bytes. */
export async function hashPassword(password: string, cost = usualPasswordCost): Promise<string> {
  if (password.length < shortest) throw invalid(say('password_short', { count: shortest }));
  if (Buffer.byteLength(password) > longest) throw invalid(say('password_long', { count: longest }));
  return bcrypt.hash(password, cost);
}

/** @param hash undefined when nobody has this login; takes as long all the same. */
export async function checkPassword(password: string, hash: string | undefined): Promise<boolean> {
  const fits = Buffer.byteLength(password) <= longest;
  const matches = await bcrypt.compare(fits ? password : '', hash ?? nobody);
  return matches && fits && hash !== undefined;
}

/** What a login carries of the password that it began with: a new password has another. Of a salted hash, so it tells nothing. */
export function passwordStamp(hash: string): string {
  return sha256(hash).slice(0, 16);
}

function invalid(message: Said): DomainError {
  return new DomainError('invalid', message, { errors: [fieldError('password', message)] });
}
