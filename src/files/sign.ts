// Links to files. The log holds `/files/<id>` for good; what leaves the server carries a signature that runs out.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Message, MessageContent } from '../protocol/model/message';

export interface Link {
  id: string;
  organizationId: string;
  sessionId: string;
  /** Seconds since 1970. */
  expires: number;
}

const permanent = /^\/files\/([0-9a-f-]{36})$/;
/** A link lives for an hour at most, 55 minutes at least: within five minutes it stays the same, so browsers keep the picture. */
const lifeSeconds = 3_600;
const stepSeconds = 300;

export const mediaUrlOf = (attachmentId: string) => `/files/${attachmentId}`;
export const previewUrlOf = (attachmentId: string) => `${mediaUrlOf(attachmentId)}/preview`;

/** Undefined for what is no file of ours. */
export const attachmentIdOf = (mediaUrl: string): string | undefined => permanent.exec(mediaUrl)?.[1];

type FileLinks = Pick<MessageContent, 'mediaUrl' | 'previewUrl'>;

export type Links = ReturnType<typeof createLinks>;

/** @param key shared by all nodes; whoever has it can read every file */
export function createLinks(key: string, now: () => number = Date.now) {
  const signatureOf = ({ id, organizationId, sessionId, expires }: Link) =>
    createHmac('sha256', key).update([id, organizationId, sessionId, expires].join(' ')).digest();

  function signed<F extends FileLinks>(of: { organizationId: string; sessionId: string }, file: F): F {
    const { mediaUrl, previewUrl } = file;
    const id = mediaUrl === undefined ? undefined : attachmentIdOf(mediaUrl);
    if (!id) return file;
    const expires = Math.floor(now() / 1000 / stepSeconds) * stepSeconds + lifeSeconds;
    const signature = signatureOf({ ...of, id, expires }).toString('base64url');
    const query = `session=${of.sessionId}&expires=${expires}&signature=${signature}`;
    return {
      ...file,
      mediaUrl: `${mediaUrl}?${query}`,
      ...(previewUrl === previewUrlOf(id) && { previewUrl: `${previewUrl}?${query}` }),
    };
  }

  return {
    /** The message as it leaves the server; one without a file is handed back as it is. Who may see a file may see its preview. */
    withLinks<M extends Pick<Message, 'sessionId' | 'content'>>(organizationId: string, message: M): M {
      const { sessionId, content } = message;
      if (content.mediaUrl === undefined || !attachmentIdOf(content.mediaUrl)) return message;
      const sign = <F extends FileLinks>(file: F) => signed({ organizationId, sessionId }, file);
      const { moreFiles } = content;
      const more = moreFiles && { moreFiles: moreFiles.map(sign) };
      return { ...message, content: { ...sign(content), ...more } };
    },

    /** `over`: it was ours, and has run out. */
    check(link: Link, signature: string): 'good' | 'over' | 'wrong' {
      if (!Number.isSafeInteger(link.expires)) return 'wrong';
      const given = Buffer.from(signature, 'base64url');
      const right = signatureOf(link);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return 'wrong';
      return link.expires * 1000 <= now() ? 'over' : 'good';
    },
  };
}

/** A message of an agent leaves with the agent's picture, as it is now. */
export function withPictures(links: Links, pictureOf: (agentId: string) => string | undefined): Links {
  return {
    ...links,
    withLinks<M extends Pick<Message, 'sessionId' | 'content'>>(organizationId: string, message: M): M {
      const linked = links.withLinks(organizationId, message);
      const { sender, senderId } = linked as Partial<Message>;
      const url = sender === 'agent' && senderId !== undefined ? pictureOf(senderId) : undefined;
      return url === undefined ? linked : { ...linked, senderPictureUrl: url };
    },
  };
}
