import type { z } from 'zod';
import type { Labels } from '../automations/labels/labels';
import { DomainError, fieldError, notFound } from '../errors';
import type { Settings } from '../identity/people-store';
import { customerSettings } from '../protocol/customer-attributes';
import { aiSettings, answersSettings } from '../protocol/answers';
import { dataSettings } from '../protocol/object-settings';
import { newSetting, setting, settingList, settingUpdate } from '../protocol/settings';
import { followUpSettings } from '../protocol/follow-ups';
import { helpCentreSettings } from '../protocol/help-centre';
import { idParam, listOf, plainList } from '../protocol/lists';
import { mailSettings } from '../protocol/mail-settings';
import { kept, retentionSettings } from '../protocol/retention';
import { routingSettings } from '../protocol/routing';
import { slaSettings } from '../protocol/sla';
import { knowledgeSettings } from '../protocol/synonyms';
import { say } from '../protocol/server-texts/said';
import { businessHours } from '../routing/hours';
import { found } from './http/require-found';
import { unknownLabel } from './retention';
import { presentSetting } from './present';
import { endpoint } from './http/route';

/** Values of these categories are checked; in others any JSON may be kept. */
export const knownSettings: Record<string, Record<string, z.ZodType>> = {
  ai: aiSettings.shape,
  answers: { ...answersSettings.shape, ...dataSettings.shape },
  mail: mailSettings.shape,
  businessHours: businessHours.shape,
  routing: routingSettings.shape,
  helpCentre: helpCentreSettings.shape,
  followUps: followUpSettings.shape,
  sla: slaSettings.shape,
  customers: customerSettings.shape,
  knowledge: knowledgeSettings.shape,
  retention: retentionSettings.shape,
};
const longestValue = 20_000;

export interface SettingDeps {
  settings: Settings;
  labels: Labels;
  /** Something follows from what was changed. */
  settingChanged(organizationId: string, category: string): void;
}

export function settingEndpoints(deps: SettingDeps) {
  return { ...reading(deps), ...changing(deps) };
}

function reading({ settings }: SettingDeps) {
  return {
    list: endpoint({
      summary: 'Settings, newest first.',
      query: plainList.extend(settingList),
      response: listOf(setting),
      async handle({ principal, query: { limit, cursor, category } }) {
        const page = await settings.list(
          principal.organizationId,
          { ...(category && { category }) },
          { limit, ...(cursor && { cursor }) },
        );
        return { ...page, items: page.items.map(presentSetting) };
      },
    }),

    get: endpoint({
      summary: 'One setting.',
      params: idParam,
      response: setting,
      handle: async ({ principal, params }) =>
        presentSetting(found(await settings.get(principal.organizationId, params.id), 'setting')),
    }),
  };
}

async function refuseUnknownLabel(
  deps: SettingDeps,
  organizationId: string,
  { category, value, before }: { category: string; value: unknown; before?: unknown },
): Promise<void> {
  if (category !== 'retention') return;
  const unknown = await unknownLabel(deps, organizationId, { keep: kept.parse(value), before });
  if (unknown) throw refused([fieldError('value.heldLabel', unknown)]);
}

function changing(deps: SettingDeps) {
  const { settings, settingChanged } = deps;
  return {
    create: endpoint({
      summary: 'Add a setting; one with this category and key must not be there yet.',
      body: newSetting,
      response: setting,
      status: 201,
      async handle({ principal: { organizationId }, body }) {
        const value = checked(body.category, body.key, body.value);
        await refuseUnknownLabel(deps, organizationId, { category: body.category, value });
        const row = await settings.create(organizationId, { ...body, value });
        settingChanged(organizationId, body.category);
        return presentSetting(row);
      },
    }),

    update: endpoint({
      summary: 'Change the value of a setting.',
      params: idParam,
      body: settingUpdate,
      response: setting,
      async handle({ principal: { organizationId }, params, body }) {
        const {
          category,
          key,
          value: before,
        } = found(await settings.get(organizationId, params.id), 'setting');
        const value = checked(category, key, body.value);
        await refuseUnknownLabel(deps, organizationId, { category, value, before });
        const row = found(await settings.update(organizationId, params.id, { value }), 'setting');
        settingChanged(organizationId, category);
        return presentSetting(row);
      },
    }),

    remove: endpoint({
      summary: 'Remove a setting: the default holds again.',
      params: idParam,
      async handle({ principal: { organizationId }, params }) {
        const { category } = found(await settings.get(organizationId, params.id), 'setting');
        if (!(await settings.remove(organizationId, params.id))) throw notFound('setting');
        settingChanged(organizationId, category);
      },
    }),
  };
}

function checked(category: string, key: string, value: unknown): unknown {
  if (JSON.stringify(value).length > longestValue) {
    throw new DomainError('too_large', say('setting_long', { count: longestValue }));
  }
  const schemas = Object.hasOwn(knownSettings, category) ? knownSettings[category]! : undefined;
  if (!schemas) return value;
  if (!Object.hasOwn(schemas, key)) {
    const message = `Settings of ${category} are: ${Object.keys(schemas).join(', ')}.`;
    throw refused([{ path: 'key', message }]);
  }
  const parsed = schemas[key]!.safeParse(value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  throw refused(
    issues.slice(0, 50).map(({ path, message }) => ({ path: ['value', ...path].join('.'), message })),
  );
}

function refused(errors: Array<{ path: string; message: string }>): DomainError {
  return new DomainError('invalid', say('setting_invalid'), { errors });
}
