// For beds that neither read nor send mail.
import type { EmailDeps } from '../../src/channels/email';

const refuse = () => Promise.reject(new Error('No mail in this bed.'));

export const noMail: EmailDeps = {
  reader: { read: refuse, attachment: refuse, close: () => Promise.resolve() },
  tokens: {
    messageId: () => '',
    replyAddress: () => undefined,
    ofMessageId: () => undefined,
    counts: () => true,
    ofAddress: () => undefined,
  },
  rawOf: () => Promise.resolve(undefined),
  authservId: 'nobody',
  resolve: refuse,
  signIn: refuse,
};
