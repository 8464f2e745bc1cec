// What the cosines of an embedder mean, from texts that every trade has: a small base of articles cannot tell.
import { pieceTexts } from '../index/article-texts';
import { scaleOf, type Scale } from '../rank';
import { dot, unit } from '../index/vector-math';
import type { Embedder } from './embedder';

const samples = [
  ['Opening hours', 'We are open from Monday to Friday between nine and six.'],
  ['Refunds', 'You get your money back within five working days after we receive the parcel.'],
  ['Reset your password', 'Choose "Forgot password" and follow the link in the e-mail that we send you.'],
  ['Delivery times', 'A parcel arrives two to four days after it has left our warehouse.'],
  ['Gift cards', 'A gift card is valid for three years and cannot be exchanged for cash.'],
  ['Careers', 'Send us your application with a cover letter and we answer within two weeks.'],
  ['Battery does not charge', 'Clean the contacts, use the original cable and try another socket.'],
  ['Cancel a booking', 'Bookings can be cancelled free of charge until the evening before.'],
] as const;

/** @returns the scale, of two dozen short texts */
export async function measureScale(embedder: Embedder, signal?: AbortSignal): Promise<Scale> {
  const titles = samples.map(([title]) => title);
  const pieces = samples.map(([title, text]) => pieceTexts({ title }, { text }).join(' '));
  const vectors = (await embedder.embed([...titles, ...pieces], signal)).map(unit);
  const own: number[] = [];
  const other: number[] = [];
  titles.forEach((_, i) =>
    pieces.forEach((_text, j) => {
      (i === j ? own : other).push(dot(vectors[i]!, vectors[titles.length + j]!));
    }),
  );
  return scaleOf(own, other, undefined);
}
