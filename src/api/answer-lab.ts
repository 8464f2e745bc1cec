import { z } from 'zod';
import {
  answerTest,
  labResult,
  labResultList,
  labRun,
  newAnswerTest,
  newRun,
  publishDraft,
  testCandidates,
  type AnswerTest,
  type LabDraft,
  type LabResult,
  type LabResultFilter,
  type LabRun,
  type NewAnswerTest,
  type TestCandidate,
} from '../protocol/answer-tests';
import { idParam, listOf, plainList } from '../protocol/lists';
import type { Page } from '../sessions/store';
import { endpoint } from './http/route';

type PageOf = { limit: number; cursor?: string };

/** What the routes need of src/responder/lab. */
export interface LabApi {
  tests(organizationId: string, page: PageOf): Promise<Page<AnswerTest>>;
  addTest(organizationId: string, test: NewAnswerTest): Promise<AnswerTest>;
  removeTest(organizationId: string, id: string): Promise<void>;
  candidates(organizationId: string, most: number): Promise<TestCandidate[]>;
  runs(organizationId: string, page: PageOf): Promise<Page<LabRun>>;
  run(organizationId: string, id: string): Promise<LabRun>;
  begin(organizationId: string, draft?: LabDraft): Promise<LabRun>;
  removeRun(organizationId: string, id: string): Promise<void>;
  results(
    organizationId: string,
    runId: string,
    request: { filter: LabResultFilter; page: PageOf },
  ): Promise<Page<LabResult>>;
  publish(organizationId: string, id: string, confirm: boolean): Promise<LabRun>;
}

const mostCandidates = z.strictObject({
  limit: z.coerce.number().int().min(1).max(50).default(20).describe('How many at most.'),
});

export function labEndpoints({ lab }: { lab: LabApi }) {
  return { ...testEndpoints(lab), ...runEndpoints(lab) };
}

function testEndpoints(lab: LabApi) {
  return {
    tests: endpoint({
      summary: 'Questions that the AI is tested with, the newest first.',
      query: plainList,
      response: listOf(answerTest),
      handle: ({ principal, query }) => lab.tests(principal.organizationId, pageOf(query)),
    }),

    addTest: endpoint({
      summary:
        'Add a test: a question, with the articles or facts expected, or with neither: a person must answer.',
      body: newAnswerTest,
      response: answerTest,
      status: 201,
      handle: ({ principal, body }) => lab.addTest(principal.organizationId, body),
    }),

    removeTest: endpoint({
      summary: 'Remove a test, and what came of it in every run.',
      params: idParam,
      handle: ({ principal, params }) => lab.removeTest(principal.organizationId, params.id),
    }),

    candidates: endpoint({
      summary:
        'Tests that closed conversations suggest, without addresses, numbers and names of the customers.',
      query: mostCandidates,
      response: testCandidates,
      handle: async ({ principal, query: { limit } }) => ({
        items: await lab.candidates(principal.organizationId, limit),
      }),
    }),
  };
}

function runEndpoints(lab: LabApi) {
  return {
    runs: endpoint({
      summary: 'Runs of the tests, the newest first.',
      query: plainList,
      response: listOf(labRun),
      handle: ({ principal, query }) => lab.runs(principal.organizationId, pageOf(query)),
    }),

    begin: endpoint({
      summary: 'Ask all tests, with today’s settings or a draft of them. Nothing is sent to a customer.',
      body: newRun,
      response: labRun,
      status: 201,
      handle: ({ principal, body: { draft } }) => lab.begin(principal.organizationId, draft),
    }),

    run: endpoint({
      summary: 'One run, with what came of it so far.',
      params: idParam,
      response: labRun,
      handle: ({ principal, params }) => lab.run(principal.organizationId, params.id),
    }),

    removeRun: endpoint({
      summary: 'Remove a run; one that is under way stops.',
      params: idParam,
      handle: ({ principal, params }) => lab.removeRun(principal.organizationId, params.id),
    }),

    ...outcomeEndpoints(lab),
  };
}

/** What came of a run, and what follows from it. */
function outcomeEndpoints(lab: LabApi) {
  return {
    results: endpoint({
      summary: 'What came of each test in a run, the last asked first.',
      params: idParam,
      query: labResultList,
      response: listOf(labResult),
      async handle({ principal: { organizationId }, params: { id }, query: { limit, cursor, ...filter } }) {
        await lab.run(organizationId, id);
        return lab.results(organizationId, id, { filter, page: pageOf({ limit, cursor }) });
      },
    }),

    publish: endpoint({
      summary:
        'Make the draft of a run the settings that hold. Refused where it did worse, unless confirmed.',
      params: idParam,
      body: publishDraft,
      response: labRun,
      handle: ({ principal, params, body }) => lab.publish(principal.organizationId, params.id, body.confirm),
    }),
  };
}

function pageOf({ limit, cursor }: { limit: number; cursor?: string | undefined }): PageOf {
  return { limit, ...(cursor && { cursor }) };
}
