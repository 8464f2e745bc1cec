interface ForPrograms {
  why: string;
  /** As it stands in the source, `{}` for what is filled in. */
  says: readonly string[];
}

/** Sentences of the server to which no screen of the console leads. */
export const forPrograms: readonly ForPrograms[] = [
  {
    why: 'Only a program that writes against the API can do that.',
    says: [
      'A person acts as itself.',
      'Only an agent can hold a session.{}',
      'This API key ends at {}: what it grants ends no later.',
      'An API key has no password.',
      'There are no channels of type {} here.',
      'must be one of {}',
      'must be another label',
      'Only a person has something of its own.',
      'must be true for an API key',
      'This clientMessageId is taken.',
      'Pushes come to a browser that is signed in: send its cookie along.',
      "is named for 'skipped' and 'missed', and for nothing else",
      'must be of the years 1 to 9999',
    ],
  },
  {
    why: 'How a request is written, which people do not write.',
    says: [
      'There is nothing here.',
      'The body is not valid JSON.',
      'The address is not valid.',
      'Send one file, in the field "file".',
      'This kind of body cannot be read.',
      'The request cannot be read.',
      'Send METRICS_TOKEN as a bearer token.',
      'Set METRICS_TOKEN to read metrics from another machine.',
      'An Idempotency-Key has 1 to 255 printable characters.',
      'must be 1 to 255 printable characters',
      'This Idempotency-Key was used for another request.',
      'The first request with this Idempotency-Key is still worked on.',
      'This was done. Its answer went with the customer whom it named.',
      'If-Match is too long.',
      'This cursor is not one of ours.',
      'This cursor is not one of ours: begin without one.',
      'This cursor is none that a list gave.',
      'Use nextCursor of the page before, unchanged.',
      'Send the body as application/json.',
      'This takes {}.',
      'Send the file as multipart/form-data, in the field "file".',
      'The form cannot be read.',
      'There is no such event.',
      'An event has one payload.',
      'The token is of somebody else.',
    ],
  },
  {
    why: 'The console says what kind of trouble it is, or the same in its own words (plain-words.ts).',
    says: ['Something went wrong on our side.', 'Something went wrong.', 'must not be empty'],
  },
  {
    why: 'For who puts the widget into a page: the widget has its own words for its visitors.',
    says: [
      'The session is closed. Write again first.',
      'There is nothing to send yet.',
      'No address is known.',
      'is needed: no address is known',
      '{}; it was left out',
      'The signed identity is wrong or expired.',
      'There is no active channel with this key.',
      'The identity is of somebody else.',
    ],
  },
  {
    why: 'The console asks for what the template or the card has, and for nothing else.',
    says: [
      '{} takes {} {}, not {}',
      'its header is the https address of a file ({})',
      'is no criterion of the card, or named twice',
      'must be {}, or null',
    ],
  },
  {
    why: 'A model reads it, or the log of the server.',
    says: [
      'Nothing more is looked up for this answer.',
      'There is no such tool.',
      'The arguments are none of this tool.',
      'The file {} has {} bytes and not {}: {}',
      'The file {} cannot be read ({}): {}',
    ],
  },
  { why: 'It describes a kind of news in /openapi.json.', says: ['A customer wrote in one of theirs.'] },
];
