// What a mail server means by its code (RFC 3463), for whoever reads it at the message. Pure.

/** By class, subject and detail; the first that fits. */
const meanings: Array<[RegExp, string]> = [
  [/^[45]\.1\.[1-36]$/, 'This address does not exist.'],
  [/^5\.1\.10$/, 'This domain takes no mail.'],
  [/^[45]\.1\.8$/, 'Their server does not take mail from our address.'],
  [/^[45]\.2\.1$/, 'This mailbox is switched off.'],
  [/^[45]\.2\.2$/, 'Their mailbox is full.'],
  [/^[45]\.2\.3$|^[45]\.3\.4$/, 'The mail is too large for their server.'],
  [/^[45]\.4\.(?:1|2|3|4|7)$/, 'Their server could not be reached.'],
  [/^[45]\.4\.6$/, 'Their servers send it in a circle.'],
  [/^[45]\.7\.(?:2[0-6])$/, 'Their server could not verify that it is from us (SPF, DKIM, DMARC).'],
  [
    /^[45]\.7\.\d+$/,
    'Their server does not want this mail: it takes it for unwanted, or has a rule against it.',
  ],
];

/** A sentence where the code says something that people can use; else nothing. @param said as the server said it */
export function meaningOf(said: string): string | undefined {
  const code = /(?:^|[\s(#-])([45]\.\d{1,3}\.\d{1,3})(?=$|[\s).:;-])/.exec(said)?.[1];
  return code === undefined ? undefined : meanings.find(([pattern]) => pattern.test(code))?.[1];
}

/** The same before what the server said. */
export function withMeaning(said: string): string {
  const meaning = meaningOf(said);
  return meaning === undefined ? said : `${meaning} ${said}`;
}
