// A mail as it reads. Nothing in it is believed yet; every list and every text has an end.

export interface MailAddress {
  /** Lower case, at most 254 characters; the domain in ASCII, as DNS writes it. */
  address: string;
  name?: string;
}

export interface MailAttachment {
  /** Finds it again: {@link MailReader.attachment}. */
  index: number;
  fileName: string;
  mediaType: string;
  /** Bytes, unpacked from base64. */
  size: number;
  /** Without <>: the HTML names it as `cid:`. */
  contentId?: string;
  /** The HTML shows it. */
  isInline: boolean;
}

export interface MailBounce {
  /** Of the mail that bounced. */
  messageId?: string;
  recipient?: string;
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** RFC 3463, like 5.1.1. */
  status?: string;
  reason: string;
}

/** Texts have no control characters and are well formed. */
export interface Mail {
  /** Without <>. An odd one is kept as text, at most 500 characters. */
  messageId?: string;
  /** The first usable one. */
  from?: MailAddress;
  /** At most 100, like `to` and `cc`. */
  replyTo: MailAddress[];
  to: MailAddress[];
  cc: MailAddress[];
  /** Where the receiving host put it: Delivered-To, X-Original-To, Envelope-To; lower case. */
  deliveredTo: string[];
  subject?: string;
  /** ISO; absent where none can be read. */
  date?: string;
  inReplyTo: string[];
  /** Oldest first; of more than 50 the last. */
  references: string[];
  /** What they wrote now: without quotes and signature; '' where there is nothing. */
  text: string;
  /** All of the plain text, where that is more than `text`: of the text part, else of the HTML. At most 200,000 characters. */
  wholeText?: string;
  /**
   * All of the HTML, sanitized. Its own images are `cid:`; remote ones have their address in `data-src` only. At most
   * 500,000 characters; absent where it is longer.
   */
  html?: string;
  /** At most 50. */
  attachments: MailAttachment[];
  /** Present: nobody is to answer it (RFC 3834, and what programs really send). */
  automatic?: 'reply' | 'list' | 'bounce' | 'notification';
  /** Of a mailing list (List-Post). It may be our own address: a company's mailbox that is a group. */
  listAddress?: string;
  /** What a delivery report says (RFC 3464), or a bounce in a form of its own. */
  bounce?: MailBounce[];
  /** Authentication-Results as they stand, topmost first, at most 10. */
  authenticationResults: string[];
  /** The mark of a mail that a Parley sent: X-Parley-Channel. */
  sentBy?: string;
  /** What was guessed or cut, for the log: "charset guessed: gb18030". */
  oddities: string[];
}

/** The oddity of a mail of which only the headers were read. */
export const tooLargeToRead = 'too large to read';

export interface MailReader {
  /**
   * Of a mail that takes too long or too much to read its headers only, with the oddity {@link tooLargeToRead}.
   * @throws `unavailable`: too many wait, or the server stops
   */
  read(raw: Buffer): Promise<Mail>;
  /** @throws `not_found`; `invalid`: it takes too long or too much; `unavailable` */
  attachment(raw: Buffer, index: number): Promise<{ body: Buffer; mediaType: string; fileName: string }>;
  close(): Promise<void>;
}
