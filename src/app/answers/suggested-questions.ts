// What the widget offers to ask where an admin has entered nothing.
import type { Log } from '../../log';
import type { OftenAsked } from '../../stores/postgres/tenant/responder/often-asked';
import { rememberBriefly } from '../../tools/remember-briefly';

const shown = 3;
const days = 30;
const keptMs = 60_000;

/** Never rejects: a visitor comes in without. */
export function createSuggestedQuestions({ oftenAsked }: OftenAsked, log: Log) {
  const recent = rememberBriefly<string[]>({ milliseconds: keptMs, cap: 1_000 });
  return (organizationId: string): Promise<string[]> =>
    recent
      .get(organizationId, () =>
        oftenAsked(organizationId, new Date(Date.now() - days * 24 * 3_600_000), shown),
      )
      .catch((error: unknown) => {
        log.warn({ err: error, organizationId }, 'could not look what people ask');
        return [];
      });
}
