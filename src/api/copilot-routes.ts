// The routes of what helps agents to answer.
import { copilotEndpoints, type CopilotDeps } from './copilot';
import { on } from './http/route-line';
import type { Route } from './http/route';

export function copilotRoutes(deps: CopilotDeps): Route[] {
  const copilot = copilotEndpoints(deps);
  return [
    on(
      'suggested-replies.create',
      'post sessions/:id/suggested-replies',
      ['sessions:write', 'knowledge:read'],
      copilot.suggest,
    ),
    on(
      'suggested-replies.dismiss',
      'post sessions/:id/suggested-replies/:suggestionId/dismiss',
      'sessions:write',
      copilot.dismiss,
    ),
    on('sessions.summarize', 'post sessions/:id/summary', 'sessions:read', copilot.summarize),
    on('copilot.state', 'get sessions/:id/copilot', 'sessions:read', copilot.state),
    on('sessions.rewrite', 'post sessions/:id/rewrite', 'sessions:write', copilot.rewrite),
    on(
      'sessions.translate',
      'post sessions/:id/messages/:seq/translation',
      'sessions:read',
      copilot.translate,
    ),
    on('sessions.similar', 'get sessions/:id/similar', 'sessions:read', copilot.similar),
    on('suggested-replies.report', 'get answers/suggested-replies', 'analytics:read', copilot.report),
  ];
}
