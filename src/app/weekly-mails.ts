// Numbers of conversations; last week's by mail, from the first mailbox of the organization that sends.
import { randomUUID } from 'node:crypto';
import { createFigures, type FigureReports } from '../insights/figures';
import { createWeeklyMails, type Tried, type WeeklyMailDeps } from '../insights/weekly-mail';
import type { Base } from './base';

export function buildFigures(base: Base) {
  const figures = createFigures({ store: base.tables.figures });
  return { figures, weeklyMails: buildWeeklyMails(base, figures.report) };
}

function buildWeeklyMails({ lookups, channelList, tables, config }: Base, report: FigureReports['report']) {
  const mailbox: WeeklyMailDeps['mailbox'] = async (organizationId) => {
    const channels = await lookups.activeChannelsOf('email');
    const known = channels.find((one) => one.organizationId === organizationId && one.config['smtp']);
    const send = channelList.get('email')?.send;
    if (!known || !send) return undefined;
    return async ({ to, subject, text }): Promise<Tried> => {
      const outcome = await send({
        channelId: known.id,
        settings: known.config,
        to: { kind: 'email', value: to },
        tryId: randomUUID(),
        subject,
        text,
        mayBeCut: false,
        beforeSend: () => Promise.resolve(),
      });
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
