// Labels: which there are, how they look, and one name for another. What changes rules and everybody's lists is an admin's.
import type { Labels } from '../automations/labels/labels';
import { DomainError, notFound } from '../errors';
import {
  label,
  labelChange,
  labelList,
  labelMarks,
  labelMerge,
  labelParam,
  labelUse,
  newLabel,
} from '../protocol/labels';
import { listOf } from '../protocol/lists';
import { say } from '../protocol/server-texts/said';
import { on } from './http/route-line';
import { found } from './http/require-found';
import { Answer, endpoint, type Route } from './http/route';

export interface LabelDeps {
  labels: Labels;
  /** Something follows from what was changed. */
  settingChanged(organizationId: string, category: string): void;
}

export function labelRoutes(deps: LabelDeps): Route[] {
  const labels = { ...reading(deps), ...writing(deps), ...moving(deps) };
  return [
    on('labels.list', 'get labels', 'sessions:read', labels.list),
    on('labels.create', 'post labels', 'settings:write', labels.create),
    on('labels.marks', 'get label-marks', 'sessions:read', labels.marks),
    on('labels.get', 'get labels/:name', 'sessions:read', labels.get),
    on('labels.update', 'patch labels/:name', 'settings:write', labels.update),
    on('labels.merge', 'post labels/:name/merge', 'settings:write', labels.merge),
    on('labels.remove', 'delete labels/:name', 'settings:write', labels.remove),
  ];
}

function reading({ labels }: LabelDeps) {
  return {
    list: endpoint({
      summary: 'Labels by name, those that somebody wrote too, each with how many conversations have it.',
      query: labelList,
      response: listOf(label),
      handle: ({ principal: { organizationId }, query: { q, ...page } }) =>
        labels.list(organizationId, q === undefined ? {} : { q }, {
          limit: page.limit,
          ...(page.cursor && { cursor: page.cursor }),
        }),
    }),

    marks: endpoint({
      summary: 'Labels that have a colour or a description, without their counts: how lists show them.',
      response: labelMarks,
      handle: async ({ principal: { organizationId } }) => ({ items: await labels.marks(organizationId) }),
    }),

    get: endpoint({
      summary: 'One label, with what names it.',
      params: labelParam,
      response: labelUse,
      handle: async ({ principal: { organizationId }, params }) =>
        found(await labels.get(organizationId, params.name), 'label'),
    }),
  };
}

function writing({ labels, settingChanged }: LabelDeps) {
  return {
    create: endpoint({
      summary: 'Make a label. `conflict` when it is there, or there are 500.',
      body: newLabel,
      response: labelUse,
      status: 201,
      async handle({ principal: { organizationId }, body }) {
        await labels.create(organizationId, body);
        return found(await labels.get(organizationId, body.name), 'label');
      },
    }),

    update: endpoint({
      summary:
        'Describe a label, or call it otherwise: what names it follows at once, its conversations within a while. `conflict` for a name that another one has: merge them.',
      params: labelParam,
      body: labelChange,
      response: labelUse,
      async handle({ principal: { organizationId, name: byName }, params, body: { name, ...said } }) {
        found(await labels.get(organizationId, params.name), 'label');
        if (Object.keys(said).length > 0) await labels.describe(organizationId, params.name, said);
        const isNew = name !== undefined && name !== params.name;
        if (isNew) {
          await labels.move(organizationId, { label: params.name, becomes: name, byName, isNew });
          settingChanged(organizationId, 'sla');
        }
        const after = found(await labels.get(organizationId, name ?? params.name), 'label');
        return new Answer(after, {}).audited({ label: params.name, ...(isNew && { becomes: name }) });
      },
    }),
  };
}

function moving({ labels, settingChanged }: LabelDeps) {
  return {
    merge: endpoint({
      summary:
        'Make one label of two: what names this one names the other at once, its conversations follow within a while.',
      params: labelParam,
      body: labelMerge,
      response: labelUse,
      async handle({ principal: { organizationId, name: byName }, params, body: { into } }) {
        if (into === params.name)
          throw new DomainError('invalid', say('label_into_itself'), {
            errors: [{ path: 'into', message: 'must be another label' }],
          });
        for (const one of [params.name, into]) found(await labels.get(organizationId, one), 'label');
        await labels.move(organizationId, { label: params.name, becomes: into, byName });
        settingChanged(organizationId, 'sla');
        const after = found(await labels.get(organizationId, into), 'label');
        return new Answer(after, {}).audited({ label: params.name, becomes: into });
      },
    }),

    remove: endpoint({
      summary:
        'Remove a label; its conversations lose it within a while. `conflict` while a view, a macro, a rule, a playbook, a promise or a team names it.',
      params: labelParam,
      async handle({ principal: { organizationId, name: byName }, params }) {
        if (!(await labels.get(organizationId, params.name))) throw notFound('label');
        await labels.move(organizationId, { label: params.name, byName });
        return new Answer(undefined, {}).audited({ label: params.name });
      },
    }),
  };
}
