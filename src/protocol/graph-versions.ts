// Versions of Meta's Graph API that WhatsApp is spoken with, the newest first, and the days on which they end. The one place
// for them. Source: Meta, "Graph API changelog: available versions".

/** What a channel speaks that names none: the newest that this server was tried with. */
export const newestGraphVersion = 'v26.0';

/** Meta has named no end yet where there is none. */
export const graphVersions: ReadonlyArray<{ version: string; endsOn?: string }> = [
  { version: newestGraphVersion },
  { version: 'v25.0', endsOn: '2028-07-29' },
  { version: 'v24.0', endsOn: '2028-02-18' },
  { version: 'v23.0', endsOn: '2027-10-08' },
  { version: 'v22.0', endsOn: '2027-05-20' },
  { version: 'v21.0', endsOn: '2027-01-21' },
];
