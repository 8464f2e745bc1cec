// Follow-ups, with what they ask of everybody else.
import { createFollowUps } from '../../automations/follow-ups/follow-ups';
import { promisesIn } from '../../customers/memory/memories-in-message';
import { languageOf } from '../../knowledge/language';
import { followUpSettings } from '../../protocol/follow-ups';
import type { WriterDeps } from '../../responder/copilot/write';
import { followUpTask, readFollowUp } from '../../responder/copilot/follow-up-draft';
import { write } from '../../responder/copilot/write';
import { valuesOf } from './automations';
import { createRulesOf } from '../channels/channel-rules';
import type { Parts } from '../parts';
import { responderSettings } from '../answers/responder-settings';
import { createTemplateContent } from '../channels/template-content';

export function buildFollowUps(parts: Parts, writer: WriterDeps) {
  const { tables, sessions, settingsReader, channelList, stores, log } = parts;
  return createFollowUps({
    store: tables.followUps,
    sessions,
    log,
    settings: async (organizationId) =>
      (await settingsReader.read(organizationId, 'followUps', followUpSettings)) ??
      followUpSettings.parse({}),
    promisesIn,
    languageOf,
    valuesOf: (session) => valuesOf(parts, session),
    rulesOf: createRulesOf(channelList, tables.rows, stores.postgres.now),
    templateContent: createTemplateContent(parts),
    changeTurn: stores.postgres.changeTurn,
    async write(session, about) {
      const { organizationId } = session;
      const settings = await responderSettings(settingsReader, organizationId);
      const written = await write(writer, { organizationId, session, settings }, followUpTask(about));
      const text = written && readFollowUp(written.text, about);
      return text ? { text, model: written.model } : undefined;
    },
  });
}
