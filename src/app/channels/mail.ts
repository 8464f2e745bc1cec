// What e-mail is built from: who reads a mail, what signs its addresses, how a server is signed in to.
import { hkdfSync, randomUUID } from 'node:crypto';
import type { AuthenticationType } from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import type { EmailDeps } from '../../channels/email';
import { createMailReader } from '../../channels/email/reading/reader';
import { createSessionTokens } from '../../channels/email/session-token';
import type { EmailSettings } from '../../channels/email/settings';
import type { Config } from '../../config';
import type { Stores } from '../../stores/open';
import { createResolveSafeHost } from '../../tools/safe-address';
import type { Seal } from '../../tools/seal';
import { secretOf } from '../base';
import { buildMailTokens } from './mail-account';

export async function buildMail({
  config,
  stores,
  seal,
}: {
  config: Pick<Config, 'fetchAllow'>;
  stores: Stores;
  seal: Seal;
}): Promise<EmailDeps> {
  const secret = await secretOf(stores, 'mail_secret');
  const mailTokens = buildMailTokens({ config, stores, seal });
  const { inbound } = stores.postgres.crossTenant.channelTraffic(seal);
  return {
    reader: createMailReader(),
    tokens: createSessionTokens(secret),
    rawOf: inbound.bodyOf,
    authservId: authservIdOf(secret),
    resolve: createResolveSafeHost({ allow: config.fetchAllow }),
    async signIn({ address, smtp, imap, oauth }: EmailSettings, channelId, isRefused = false) {
      const { user, pass } = smtp;
      if (!oauth) return user !== undefined && pass !== undefined ? { user, pass } : undefined;
      const channel = { id: channelId ?? randomUUID(), config: { oauth, imap, smtp } };
      if (isRefused) await mailTokens.refused(channel);
      const accessToken = await mailTokens.accessToken(channel);
      const account = user ?? imap?.user ?? address;
      const oauth2 = new XOAuth2({ user: account, accessToken });
      return { type: 'OAUTH2', user: account, oauth2 } as AuthenticationType;
    },
  };
}

/** Stands in every mail that our receiver took, so it is no secret: only what came that way is judged by it. */
export const authservIdOf = (secret: string): string =>
  `parley-${Buffer.from(hkdfSync('sha256', secret, '', 'authserv-id', 12)).toString('hex')}`;
