// Routes of quality: who may score, and what everybody sees of their own.
import { on } from './http/route-line';
import { coachingEndpoints, qualityEndpoints, type QualityDeps } from './quality';
import type { Route } from './http/route';

export function qualityRoutes(deps: QualityDeps): Route[] {
  const quality = qualityEndpoints(deps);
  const coaching = coachingEndpoints(deps);
  const reviewing = ['quality:review', 'sessions:read'] as const;
  return [
    on('quality.card', 'get quality/card', 'sessions:read', quality.card),
    on('quality.save-card', 'put quality/card', 'quality:review', quality.saveCard),
    on('quality.draw', 'post quality/samples', 'quality:review', quality.draw),
    on('quality.figures', 'get quality/figures', 'quality:review', quality.figures),
    on('quality.list', 'get quality/reviews', 'quality:review', quality.list),
    on('quality.mine', 'get quality/my-reviews', 'sessions:read', quality.mine),
    on('quality.get', 'get quality/reviews/:id', 'quality:review', quality.get),
    on('quality.score', 'put quality/reviews/:id', reviewing, quality.score),
    on('quality.skip', 'post quality/reviews/:id/skip', 'quality:review', quality.skip),
    on('quality.propose', 'post quality/reviews/:id/proposal', reviewing, quality.propose),
    on('quality.answer', 'post quality/my-reviews/:id/answer', 'sessions:read', quality.answer),
    on('coaching-notes.list', 'get coaching-notes', 'quality:review', coaching.list),
    on('coaching-notes.create', 'post coaching-notes', 'quality:review', coaching.create),
    on('coaching-notes.remove', 'delete coaching-notes/:id', 'quality:review', coaching.remove),
    on('coaching-notes.mine', 'get coaching-notes/mine', 'sessions:read', coaching.mine),
    on(
      'coaching-notes.acknowledge',
      'post coaching-notes/:id/acknowledge',
      'sessions:read',
      coaching.acknowledge,
    ),
  ];
}
