import type { Parts } from '../parts';

/** Types of channels on which customers are seen to come and go. */
export const visitedChannelTypes = ({ channelList }: Pick<Parts, 'channelList'>): string[] =>
  [...channelList.values()].filter(({ hasVisitors }) => hasVisitors).map(({ type }) => type);
