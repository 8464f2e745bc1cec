// What customers of channels that send are asked when their conversation is closed.
import { createSettingsReader } from '../../identity/settings-reader';
import { aiSettings, answersSettings } from '../../protocol/answers';
import { ratingQuestion } from '../../responder/understanding/rating-question';
import type { RatingWords } from '../../sessions/assignment';
import type { Base } from '../base';

const transcriptLength = 100;

export function createRatingWords({
  channelList,
  stores,
  tables,
  log,
}: Pick<Base, 'channelList' | 'stores' | 'tables' | 'log'>): RatingWords {
  const settings = createSettingsReader(tables.settings);
  return async ({ organizationId, id: sessionId, channelType }) => {
    const { send, isSlow } = channelList.get(channelType) ?? {};
    if (!send || isSlow) return undefined;
    try {
      if ((await settings.read(organizationId, 'ai', aiSettings))?.askForRating === false) return undefined;
      const page = { limit: transcriptLength };
      const messages = await stores.documents.messages.read({ organizationId, sessionId }, page);
      const house = await settings.read(organizationId, 'answers', answersSettings);
      return ratingQuestion(messages, house?.language);
    } catch (error) {
      log.warn({ err: error, sessionId }, 'could not look whether to ask for a rating');
      return undefined;
    }
  };
}
