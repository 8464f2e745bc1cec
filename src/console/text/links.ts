// Addresses in data: where a link may lead to, and until when.
import { safeHref } from '../../protocol/safe-href';

/** The address when it may be followed from here, else undefined: a path of this server, or a safe one elsewhere. */
export function hrefOf(address: string | undefined): string | undefined {
  return address !== undefined && /^\/(?![/\\])/.test(address) ? address : safeHref(address);
}

/** A link of this server to a file that has run out. @param now milliseconds */
export function isOver(href: string, now: number): boolean {
  const expires = /[?&]expires=(\d+)/.exec(href)?.[1];
  return expires !== undefined && Number(expires) * 1000 <= now;
}
