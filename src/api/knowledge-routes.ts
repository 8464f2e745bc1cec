// Routes of the knowledge base, and of what was answered from it.
import { labEndpoints, type LabApi } from './answer-lab';
import { answerEndpoints, type AnswerDeps } from './answers';
import { draftEndpoints, type DraftDeps } from './article-drafts';
import { knowledgeEndpoints, type KnowledgeDeps } from './knowledge';
import { knowledgeImportEndpoints, type KnowledgeImportsDeps } from './knowledge-imports';
import { on } from './http/route-line';
import { provenanceEndpoints, type ProvenanceDeps } from './provenance';
import type { Route } from './http/route';
import { synonymEndpoints, type SynonymDeps } from './synonyms';
import { suggestionEndpoints, unansweredEndpoints, type SuggestionDeps } from './suggestions';

export interface KnowledgeRouteDeps
  extends
    AnswerDeps,
    DraftDeps,
    KnowledgeDeps,
    KnowledgeImportsDeps,
    ProvenanceDeps,
    SuggestionDeps,
    SynonymDeps {
  lab: LabApi;
}

export function knowledgeRoutes(deps: KnowledgeRouteDeps): Route[] {
  return [...articleRoutes(deps), ...labRoutes(deps), ...learningRoutes(deps)];
}

function articleRoutes(deps: KnowledgeRouteDeps): Route[] {
  const knowledge = knowledgeEndpoints(deps);
  const imports = knowledgeImportEndpoints(deps);
  const drafts = draftEndpoints(deps);
  const answers = answerEndpoints(deps);
  const synonyms = synonymEndpoints(deps);
  return [
    on('articles.list', 'get knowledge/articles', 'knowledge:read', knowledge.list),
    on('articles.create', 'post knowledge/articles', 'knowledge:write', knowledge.create),
    on('articles.import', 'post knowledge/articles/import', 'knowledge:write', knowledge.import),
    on(
      'articles.remove-samples',
      'delete knowledge/articles/samples',
      'knowledge:write',
      knowledge.removeSamples,
    ),
    on('articles.get', 'get knowledge/articles/:id', 'knowledge:read', knowledge.get),
    on('articles.update', 'put knowledge/articles/:id', 'knowledge:write', knowledge.update),
    on('articles.remove', 'delete knowledge/articles/:id', 'knowledge:write', knowledge.remove),
    on('articles.versions', 'get knowledge/articles/:id/versions', 'knowledge:read', knowledge.versions),
    on(
      'articles.version',
      'get knowledge/articles/:id/versions/:version',
      'knowledge:read',
      knowledge.version,
    ),
    on('articles.restore', 'post knowledge/articles/:id/restore', 'knowledge:write', knowledge.restore),
    on('drafts.list', 'get knowledge/drafts', 'knowledge:write', drafts.list),
    on('drafts.create', 'post knowledge/drafts', 'knowledge:write', drafts.create),
    on('drafts.get', 'get knowledge/drafts/:id', 'knowledge:write', drafts.get),
    on('drafts.update', 'put knowledge/drafts/:id', 'knowledge:write', drafts.update),
    on('drafts.remove', 'delete knowledge/drafts/:id', 'knowledge:write', drafts.remove),
    on('drafts.publish', 'post knowledge/drafts/:id/publish', 'knowledge:write', drafts.publish),
    on('imports.list', 'get knowledge/imports', 'knowledge:read', imports.list),
    on('imports.create', 'post knowledge/imports', 'knowledge:write', imports.create),
    on('imports.upload', 'post knowledge/imports/file', 'knowledge:write', imports.upload),
    on('imports.get', 'get knowledge/imports/:id', 'knowledge:read', imports.get),
    on('imports.cancel', 'delete knowledge/imports/:id', 'knowledge:write', imports.cancel),
    on('documents.upload', 'post knowledge/documents', 'knowledge:write', knowledge.upload),
    on('knowledge.status', 'get knowledge/status', 'knowledge:read', knowledge.status),
    on('synonyms.list', 'get knowledge/synonyms', 'knowledge:read', synonyms.list),
    on('synonyms.update', 'put knowledge/synonyms', 'knowledge:write', synonyms.update),
    on('knowledge.search', 'post knowledge/search', 'knowledge:read', knowledge.search),
    on('answers.preview', 'post answers/preview', 'answers:preview', answers.preview),
    on('answers.usage', 'get answers/usage', 'analytics:read', answers.usage),
  ];
}

function labRoutes(deps: KnowledgeRouteDeps): Route[] {
  const lab = labEndpoints(deps);
  return [
    on('answer-tests.list', 'get answers/tests', 'answers:test', lab.tests),
    on('answer-tests.create', 'post answers/tests', 'answers:test', lab.addTest),
    on(
      'answer-tests.candidates',
      'get answers/tests/candidates',
      ['answers:test', 'sessions:read'],
      lab.candidates,
    ),
    on('answer-tests.remove', 'delete answers/tests/:id', 'answers:test', lab.removeTest),
    on('answer-runs.list', 'get answers/runs', 'answers:test', lab.runs),
    on('answer-runs.create', 'post answers/runs', 'answers:test', lab.begin),
    on('answer-runs.get', 'get answers/runs/:id', 'answers:test', lab.run),
    on('answer-runs.remove', 'delete answers/runs/:id', 'answers:test', lab.removeRun),
    on('answer-runs.results', 'get answers/runs/:id/results', 'answers:test', lab.results),
    on(
      'answer-runs.publish',
      'post answers/runs/:id/publish',
      ['answers:test', 'settings:write'],
      lab.publish,
    ),
  ];
}

function learningRoutes(deps: KnowledgeRouteDeps): Route[] {
  const provenance = provenanceEndpoints(deps);
  const suggestions = suggestionEndpoints(deps);
  const unanswered = unansweredEndpoints(deps);
  return [
    on(
      'suggestions.list',
      'get knowledge/suggestions',
      ['knowledge:read', 'sessions:read'],
      suggestions.list,
    ),
    on('suggestions.pick', 'post knowledge/suggestions', 'sessions:write', suggestions.pick),
    on(
      'suggestions.approve',
      'post knowledge/suggestions/:id/approve',
      ['knowledge:write', 'sessions:read'],
      suggestions.approve,
    ),
    on(
      'suggestions.dismiss',
      'post knowledge/suggestions/:id/dismiss',
      ['knowledge:write', 'sessions:read'],
      suggestions.dismiss,
    ),
    on('unanswered.list', 'get knowledge/unanswered', ['knowledge:read', 'sessions:read'], unanswered.groups),
    on(
      'unanswered.draft',
      'post knowledge/unanswered/draft',
      ['knowledge:read', 'sessions:read'],
      unanswered.draft,
    ),
    on(
      'unanswered.settle',
      'post knowledge/unanswered/settle',
      ['knowledge:write', 'sessions:read'],
      unanswered.settle,
    ),
    on('knowledge.reports', 'get knowledge/reports', 'knowledge:read', provenance.reports),
    on('answers.why', 'get sessions/:id/messages/:seq/why', 'sessions:read', provenance.why),
    on(
      'articles.answers',
      'get knowledge/articles/:id/answers',
      ['knowledge:read', 'sessions:read'],
      provenance.uses,
    ),
  ];
}
