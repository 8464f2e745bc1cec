// The answer lab, from what it asks of others.
import { aiSettings, answersSettings, type ResponderSettings } from '../../protocol/answers';
import { createLab, type LabDeps } from '../../responder/lab/lab';
import type { Responder } from '../../responder/responder';
import { toTurns } from '../../responder/transcript';
import { findSetting, putSetting } from '../../tools/one-setting';
import type { Parts } from '../parts';

/** More of a conversation is not looked through for a question. */
const messagesRead = 200;
/** Settings of one category are few. */
const settingsRead = 100;

export function buildLab(parts: Parts, { compose }: Pick<Responder, 'compose'>) {
  const { tables, sessions, customers, knowledge, queue, log } = parts;
  return createLab({
    store: tables.lab,
    settings: (organizationId) => readNow(tables.settings, organizationId),
    compose,
    article: knowledge.get,
    closed: async (organizationId, limit) =>
      (await sessions.list(organizationId, { status: 'closed' }, { limit })).items,
    turns: async (organizationId, sessionId) =>
      toTurns(await sessions.messages(organizationId, sessionId, { after: 0, limit: messagesRead })),
    async knownOf(organizationId, customerId) {
      const { customer, identities } = await customers.withIdentities(organizationId, customerId);
      const { firstName, lastName, email, phone, externalId } = customer;
      const named = [firstName, lastName, email, phone, externalId].flatMap((one) => one ?? []);
      return [...named, ...identities.map(({ value }) => value)];
    },
    writeSetting: createWriteSetting(tables.settings),
    workLater: (organizationId, runId) =>
      void queue.add('test-answers', { organizationId, runId }, { key: `test-answers:${runId}` }),
    log,
  });
}

type SettingRows = Parts['tables']['settings'];

/** As they are stored, not as they were remembered a moment ago: a run keeps them. */
async function readNow(settings: SettingRows, organizationId: string): Promise<ResponderSettings> {
  const valuesOf = async (category: string) => {
    const { items } = await settings.list(organizationId, { category }, { limit: settingsRead });
    return Object.fromEntries(items.map(({ key, value }) => [key, value]));
  };
  const ai = aiSettings.safeParse(await valuesOf('ai'));
  const answers = answersSettings.safeParse(await valuesOf('answers'));
  return {
    ...(ai.success ? ai.data : aiSettings.parse({})),
    ...(answers.success ? answers.data : answersSettings.parse({})),
  };
}

function createWriteSetting(settings: SettingRows): LabDeps['writeSetting'] {
  return async (organizationId, name, value) => {
    if (value !== null) return putSetting(settings, organizationId, { ...name, value });
    const row = await findSetting(settings, organizationId, name);
    if (row) await settings.remove(organizationId, row.id);
  };
}
