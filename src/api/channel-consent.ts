// What a channel's mail account is asked for: a person's consent, and to be read now.
import { randomBytes } from 'node:crypto';
import { stringifySetCookie } from 'cookie';
import { z } from 'zod';
import { notFound } from '../errors';
import { idParam } from '../protocol/lists';
import { said } from '../protocol/model/text-types';
import type { ChannelDeps } from './channels';
import { requireAll } from './http/rights';
import { Answer, endpoint } from './http/route';

/** Of the browser that began. */
export const consentCookie = 'parley_consent';
const consentSeconds = 15 * 60;

export interface ChannelConsentDeps {
  /** @returns where the person consents. @throws `not_found`, `conflict` */
  beginConsent(begun: { organizationId: string; channelId: string; browser: string }): Promise<string>;
  readMailboxNow(channelId: string): Promise<void>;
}

export function channelConsentEndpoints({
  channels,
  beginConsent,
  readMailboxNow,
}: ChannelConsentDeps & Pick<ChannelDeps, 'channels'>) {
  return {
    consent: endpoint({
      summary:
        "Begin the consent by which a channel signs in to its mail account: `url` is the provider's page, to be opened in the same browser within 15 minutes.",
      params: idParam,
      response: z.object({ url: said().describe("The provider's page.") }),
      async handle({ principal, params, secure }) {
        requireAll(principal, ['customers:read', 'customers:write', 'sessions:read', 'sessions:write']);
        const browser = randomBytes(24).toString('base64url');
        const { organizationId } = principal;
        const url = await beginConsent({ organizationId, channelId: params.id, browser });
        const cookie = { name: consentCookie, value: browser, path: '/oauth', maxAge: consentSeconds };
        return new Answer(
          { url },
          { 'Set-Cookie': stringifySetCookie({ ...cookie, httpOnly: true, sameSite: 'lax', secure }) },
        );
      },
    }),

    readNow: endpoint({
      summary: 'Read the mailbox of the channel now, also when it waits after a failure.',
      params: idParam,
      async handle({ principal, params: { id } }) {
        if (!(await channels.get(principal.organizationId, id))) throw notFound('channel');
        await readMailboxNow(id);
      },
    }),
  };
}
