// Macros: what is said and done in one go, and running one in a session.
import type { MacroRow, Macros } from '../automations/store';
import { runMacro } from '../automations/run-macro';
import { DomainError, fieldError, notFound } from '../errors';
import type { Customers } from '../customers/customers';
import type { PeopleStore } from '../identity/people-store';
import type { Principal } from '../identity/principal';
import { idParam, listOf } from '../protocol/lists';
import {
  macro,
  macroList,
  macroOutcome,
  macroRun,
  macroRunParam,
  newMacro,
  type Macro,
  type MacroRun,
  type MacroSteps,
  type SnoozeChoice,
} from '../protocol/macros';
import {
  attributeVariables,
  channelWord,
  filledReply,
  firstNameOf,
  holesIn,
  type ReplyValues,
} from '../protocol/reply-text';
import type { SnoozeTimes } from '../protocol/sessions';
import { say } from '../protocol/server-texts/said';
import type { AgentRef } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import type { SessionsService } from '../sessions/sessions';
import { teamSession } from '../sessions/visibility';
import { actorOf } from './actors';
import { refuseUnknownVariables, type VariableDeps } from './known-variables';
import { found } from './http/require-found';
import { endpoint } from './http/route';
import { mayShare, ownerOf, presentWritten, seen, whose } from './shared-or-own';

export interface MacroDeps extends VariableDeps {
  macros: Macros;
  sessions: SessionsService;
  people: Pick<PeopleStore, 'agents' | 'organization'>;
  customers: Pick<Customers, 'withIdentities'>;
  snoozeTimes(organizationId: string): Promise<SnoozeTimes>;
}

const what = 'macro';

export function macroEndpoints(deps: MacroDeps) {
  return { ...reading(deps), ...writing(deps), ...running(deps) };
}

function reading({ macros }: MacroDeps) {
  return {
    list: endpoint({
      summary: "Macros: the team's and one's own, newest first.",
      query: macroList,
      response: listOf(macro),
      async handle({ principal, query: { limit, cursor } }) {
        const page = await macros.list(principal.organizationId, whose(principal), {
          limit,
          ...(cursor && { cursor }),
        });
        return { ...page, items: page.items.map(present) };
      },
    }),

    get: endpoint({
      summary: 'One macro.',
      params: idParam,
      response: macro,
      handle: async ({ principal, params }) =>
        present(await seen(macros, { principal, id: params.id, what })),
    }),
  };
}

function writing(deps: MacroDeps) {
  const { macros, people } = deps;
  return {
    create: endpoint({
      summary: 'Write a macro. `conflict` when its shortcut is taken.',
      body: newMacro,
      response: macro,
      status: 201,
      async handle({ principal, body: { shared, ...body } }) {
        await agentIsThere(people, principal, body.steps);
        await refuseUnknownVariables(deps, principal.organizationId, textsOf(body.steps));
        return present(
          await macros.create(principal.organizationId, { ...body, ...ownerOf(principal, shared) }),
        );
      },
    }),

    update: endpoint({
      summary: 'Replace a macro; it may become the team’s, or one’s own.',
      params: idParam,
      body: newMacro,
      response: macro,
      async handle({ principal, params, body: { shared, ...body } }) {
        const before = await seen(macros, { principal, id: params.id, what });
        mayShare(principal, before.userId === null);
        await agentIsThere(people, principal, body.steps);
        await refuseUnknownVariables(deps, principal.organizationId, textsOf(body.steps));
        const change = { ...body, ...ownerOf(principal, shared) };
        return present(found(await macros.update(principal.organizationId, params.id, change), what));
      },
    }),

    remove: endpoint({
      summary: 'Remove a macro.',
      params: idParam,
      async handle({ principal, params }) {
        const before = await seen(macros, { principal, id: params.id, what });
        mayShare(principal, before.userId === null);
        if (!(await macros.remove(principal.organizationId, params.id))) throw notFound(what);
      },
    }),
  };
}

function running(deps: MacroDeps) {
  return {
    run: endpoint({
      summary:
        'Run a macro in a session, step by step. An error says that nothing was done; else the answer says what was, and what was not.',
      params: macroRunParam,
      body: macroRun,
      response: macroOutcome,
      async handle({ principal, params: { id: sessionId, macroId }, body }) {
        const { organizationId } = principal;
        const row = await seen(deps.macros, { principal, id: macroId, what });
        const state = await deps.sessions.get(organizationId, sessionId);
        const words = await wordsOf(deps, { principal, state, steps: row.steps, run: body });
        const assignee = await assigneeOf(deps.people, principal, row.steps);
        const snoozeUntil = await untilOf(deps, principal, { choice: row.steps.snooze, run: body });
        const steps = await runMacro(deps.sessions, {
          organizationId,
          sessionId,
          by: actorOf(principal),
          runId: body.runId,
          steps: row.steps,
          ...words,
          ...(assignee && { assignee }),
          ...(snoozeUntil !== undefined && { snoozeUntil }),
          seenSeq: body.seenSeq ?? state.headSeq,
        });
        await deps.macros.used(organizationId, macroId);
        return { steps, session: teamSession(await deps.sessions.get(organizationId, sessionId)) };
      },
    }),
  };
}

/** What is said, filled in. @throws `invalid` where something is missing that only a person knows */
async function wordsOf(
  deps: MacroDeps,
  {
    principal,
    state,
    steps,
    run,
  }: { principal: Principal; state: SessionState; steps: MacroSteps; run: MacroRun },
): Promise<{ reply?: string; note?: string }> {
  const missing = (['reply', 'note'] as const).some(
    (name) => steps[name] !== undefined && run[name] === undefined,
  );
  const values = missing ? await valuesOf(deps, principal, state) : {};
  const words: { reply?: string; note?: string } = {};
  for (const name of ['reply', 'note'] as const) {
    const written = steps[name];
    if (written === undefined) continue;
    const text = run[name] ?? filledReply(written, values);
    const [hole] = holesIn(text);
    if (hole)
      throw new DomainError('invalid', say('fill_in_first', { said: hole.name }), {
        errors: [{ path: name, message: `must say what stands for ${hole.name}` }],
      });
    words[name] = text;
  }
  return words;
}

async function valuesOf(
  { customers, people }: MacroDeps,
  { organizationId, name: agent }: Principal,
  { customerId, channelType, subject }: SessionState,
): Promise<ReplyValues> {
  const [{ customer }, organization] = await Promise.all([
    customers.withIdentities(organizationId, customerId),
    people.organization(organizationId),
  ]);
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(' ');
  const values = {
    ...attributeVariables(customer.attributes),
    'customer.first_name': customer.firstName ?? firstNameOf(name),
    'customer.name': name,
    'customer.email': customer.email,
    'agent.first_name': firstNameOf(agent),
    'agent.name': agent,
    'organization.name': organization?.name,
    'session.channel': channelWord(channelType),
    'session.subject': subject,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as ReplyValues;
}

/** @throws `invalid` */
async function agentIsThere(
  people: MacroDeps['people'],
  principal: Principal,
  steps: MacroSteps,
): Promise<void> {
  const { assign } = steps;
  if (!assign || 'queue' in assign) return;
  if (!(await people.agents.get(principal.organizationId, assign.agentId)))
    throw new DomainError('invalid', 'There is no such agent.', {
      errors: [{ path: 'steps.assign', message: 'names no agent of the organization' }],
    });
}

/** @throws `conflict` before anything is done, for an agent who is gone */
async function assigneeOf(
  people: MacroDeps['people'],
  { organizationId }: Principal,
  { assign }: MacroSteps,
): Promise<AgentRef | undefined> {
  if (!assign || 'queue' in assign) return undefined;
  const agent = await people.agents.get(organizationId, assign.agentId);
  if (!agent) throw new DomainError('conflict', say('macro_agent_gone'));
  return { id: agent.id, name: agent.displayName };
}

const hourMs = 3_600_000;
const longestMs = 366 * 24 * hourMs;

/** Undefined: until the customer writes. @throws `invalid` for a time that is past or too far */
async function untilOf(
  { snoozeTimes }: MacroDeps,
  { organizationId }: Principal,
  { choice, run }: { choice: SnoozeChoice | undefined; run: MacroRun },
): Promise<string | undefined> {
  if (choice === undefined || choice === 'answer') return undefined;
  if (run.snoozeUntil !== undefined) {
    const inMs = Date.parse(run.snoozeUntil) - Date.now();
    if (inMs > 0 && inMs <= longestMs) return new Date(run.snoozeUntil).toISOString();
    throw new DomainError('invalid', say('within_a_year'), {
      errors: [fieldError('snoozeUntil', say('within_a_year'))],
    });
  }
  const now = new Date();
  if (choice === 'hour') return new Date(now.getTime() + hourMs).toISOString();
  const times = await snoozeTimes(organizationId);
  const days = choice === 'tomorrow' ? 1 : (8 - now.getUTCDay()) % 7 || 7;
  // Nobody has said when the morning is: nine o'clock, UTC.
  const nine = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + days, 9);
  return times[choice] ?? new Date(nine).toISOString();
}

const present = ({ steps, ...row }: MacroRow): Macro => ({ ...presentWritten(row), steps });

const textsOf = ({ reply, note }: MacroSteps) => ({ 'steps.reply': reply, 'steps.note': note });
