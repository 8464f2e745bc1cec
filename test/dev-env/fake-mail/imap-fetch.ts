// What a FETCH of FakeMail answers.
export interface StoredMail {
  uid: number;
  raw: Buffer;
  /** INTERNALDATE. */
  at: Date;
  flags: string[];
}

/** Which numbers a sequence set names; `*` is the last one there is, so that `9:*` names the last of 5 (RFC 9051, 9). */
export function isInSet(set: string, last: number): (uid: number) => boolean {
  const end = (text: string): number => (text === '*' ? last : Number(text));
  const ranges = set.split(',').map((range) => {
    const [from = '', to = from] = range.split(':');
    return [Math.min(end(from), end(to)), Math.max(end(from), end(to))] as const;
  });
  const single = new Set(ranges.filter(([from, to]) => from === to).map(([from]) => from));
  const wide = ranges.filter(([from, to]) => from !== to);
  return (uid) => single.has(uid) || wide.some(([from, to]) => uid >= from && uid <= to);
}

/** One untagged answer. */
export function fetched(sequence: number, mail: StoredMail, items: string): Buffer {
  const parts: Buffer[] = [Buffer.from(`* ${sequence} FETCH (UID ${mail.uid}`)];
  if (/\bFLAGS\b/i.test(items)) parts.push(Buffer.from(` FLAGS (${mail.flags.join(' ')})`));
  if (/RFC822\.SIZE/i.test(items)) parts.push(Buffer.from(` RFC822.SIZE ${mail.raw.length}`));
  if (/INTERNALDATE/i.test(items)) parts.push(Buffer.from(` INTERNALDATE "${imapDate(mail.at)}"`));
  for (const [, peek, section = '', from, length] of items.matchAll(
    /BODY(\.PEEK)?\[([^\]]*)\](?:<(\d+)\.(\d+)>)?/gi,
  )) {
    if (!peek && !mail.flags.includes('\\Seen')) mail.flags.push('\\Seen');
    const whole = sectionOf(mail.raw, section);
    const bytes = from === undefined ? whole : whole.subarray(Number(from), Number(from) + Number(length));
    const name = `BODY[${section}]${from === undefined ? '' : `<${from}>`}`;
    parts.push(Buffer.from(` ${name} {${bytes.length}}\r\n`), bytes);
  }
  return Buffer.concat([...parts, Buffer.from(')\r\n')]);
}

function sectionOf(raw: Buffer, section: string): Buffer {
  if (section === '') return raw;
  const end = raw.indexOf('\r\n\r\n');
  const header = end < 0 ? raw : raw.subarray(0, end + 4);
  const [, names] = /^HEADER\.FIELDS \(([^)]*)\)$/i.exec(section) ?? [];
  if (names === undefined) return header;
  const wanted = names.toLowerCase().replace(/"/g, '').split(' ');
  const fields = header.toString('latin1').split(/\r\n(?![ \t])/);
  const kept = fields.filter((field) => wanted.includes(field.split(':', 1)[0]!.toLowerCase()));
  return Buffer.from([...kept, '', ''].join('\r\n'), 'latin1');
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const two = (value: number): string => String(value).padStart(2, '0');

function imapDate(at: Date): string {
  const day = `${two(at.getUTCDate())}-${months[at.getUTCMonth()]}-${at.getUTCFullYear()}`;
  return `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}
