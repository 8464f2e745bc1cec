// Numbers of conversations; last week's by mail, from the first mailbox of the organization that sends.
import { postLetter } from '../../channels/outbound/send-letter';
import { createFigures, type FigureReports } from '../../insights/figures';
import { createSlaFigures } from '../../insights/sla-figures';
import { createWeeklyMails, type Tried, type WeeklyMailDeps } from '../../insights/weekly-mail';
import type { Base } from '../base';

export function buildFigures(base: Base) {
  const figures = createFigures({ store: base.tables.figures });
  const slaFigures = createSlaFigures({ store: base.tables.slaFigures });
  return { figures, slaFigures, weeklyMails: buildWeeklyMails(base, figures.report) };
}

function buildWeeklyMails({ lookups, channelList, tables, config }: Base, report: FigureReports['report']) {
  const mailbox: WeeklyMailDeps['mailbox'] = async (organizationId) => {
    const channels = await lookups.activeChannelsOf('email');
    const known = channels.find((one) => one.organizationId === organizationId && one.config['smtp']);
    if (!known) return undefined;
    return async (letter): Promise<Tried> => {
      const outcome = await postLetter(channelList, known, letter);
      if (!outcome) return { outcome: 'refused', reason: 'The mailbox cannot send.' };
      return outcome.outcome === 'sent' ? { outcome: 'sent' } : outcome;
    };
  };
  return createWeeklyMails({
    store: tables.weeklyMails,
    report,
    mailbox,
    nameOf: async (organizationId) => (await tables.people.organization(organizationId))?.name ?? '',
    link: config.publicUrl && `${config.publicUrl}/console/analytics?range=7`,
  });
}
