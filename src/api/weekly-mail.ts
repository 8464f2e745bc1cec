import { DomainError } from '../errors';
import type { Principal } from '../identity/principal';
import type { WeeklyMails } from '../insights/weekly-mail';
import { weeklyMail, weeklyMailWish } from '../protocol/weekly-mail';
import { endpoint } from './http/route';

export interface WeeklyMailApi {
  weeklyMails: Pick<WeeklyMails, 'get' | 'want'>;
}

export function weeklyMailEndpoints({ weeklyMails }: WeeklyMailApi) {
  return {
    get: endpoint({
      summary: "Whether last week's numbers come to the caller by mail, and what became of the last.",
      response: weeklyMail,
      handle: ({ principal: { kind, organizationId, id } }) =>
        kind === 'user'
          ? weeklyMails.get(organizationId, id)
          : Promise.resolve({ wanted: false, whyNot: toPeople }),
    }),

    update: endpoint({
      summary: "Switches the mail with last week's numbers on or off, for the caller.",
      body: weeklyMailWish,
      response: weeklyMail,
      async handle({ principal, body }) {
        const userId = personOf(principal);
        await weeklyMails.want(principal.organizationId, userId, body);
        return weeklyMails.get(principal.organizationId, userId);
      },
    }),
  };
}

const toPeople = 'Mails go to people: sign in as one.';

/** A program has no address. */
function personOf({ kind, id }: Principal): string {
  if (kind !== 'user') throw new DomainError('forbidden', toPeople);
  return id;
}
