// Teams of agents. What changes of them may make room for somebody who waits.
import { notFound } from '../errors';
import { idParam, listOf } from '../protocol/lists';
import { newTeam, team, teamList, type Team } from '../protocol/teams';
import { businessHours } from '../routing/hours';
import type { TeamRow, Teams } from '../routing/teams';
import { found } from './http/require-found';
import { endpoint } from './http/route';

const givenTeam = newTeam.extend({
  businessHours: businessHours
    .nullable()
    .default(null)
    .describe("In which promises of its conversations count; null: the organization's own."),
});

export interface TeamDeps {
  teams: Teams;
  /** Who gets what may be another now. */
  teamChanged(organizationId: string): void;
}

export function teamEndpoints({ teams, teamChanged }: TeamDeps) {
  return {
    list: endpoint({
      summary: 'Teams of agents, newest first.',
      query: teamList,
      response: listOf(team),
      async handle({ principal: { organizationId }, query: { limit, cursor } }) {
        const page = await teams.list(organizationId, {}, { limit, ...(cursor && { cursor }) });
        return { ...page, items: page.items.map(present) };
      },
    }),

    get: endpoint({
      summary: 'One team.',
      params: idParam,
      response: team,
      handle: async ({ principal, params }) =>
        present(found(await teams.get(principal.organizationId, params.id), 'team')),
    }),

    ...writing({ teams, teamChanged }),
  };
}

function writing({ teams, teamChanged }: TeamDeps) {
  return {
    create: endpoint({
      summary:
        'Make a team. Conversations that fit its rules come to its members first, when they are handed over.',
      body: givenTeam,
      response: team,
      status: 201,
      async handle({ principal: { organizationId }, body }) {
        const row = await teams.create(organizationId, body);
        teamChanged(organizationId);
        return present(row);
      },
    }),

    update: endpoint({
      summary: 'Replace a team. Conversations that it has stay with it.',
      params: idParam,
      body: givenTeam,
      response: team,
      async handle({ principal: { organizationId }, params, body }) {
        const row = found(await teams.update(organizationId, params.id, body), 'team');
        teamChanged(organizationId);
        return present(row);
      },
    }),

    remove: endpoint({
      summary: 'Remove a team. Its conversations go to whoever is free.',
      params: idParam,
      async handle({ principal: { organizationId }, params }) {
        if (!(await teams.remove(organizationId, params.id))) throw notFound('team');
        teamChanged(organizationId);
      },
    }),
  };
}

function present({ businessHours: hours, createdAt, updatedAt, ...row }: TeamRow): Team {
  const { id, name, agentIds, labels, languages, channelIds } = row;
  return {
    ...{ id, name, agentIds, labels, languages, channelIds },
    ...(hours && { businessHours: hours }),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
