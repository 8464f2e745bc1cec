import { useQuery } from '@tanstack/react-query';
import type { LabelColour, LabelMark } from '../../protocol/labels';
import { useConsole } from '../context';

/** Hues of the colours, in degrees: lightness comes from the scheme, so that each can be read on its ground. */
export const hues: Readonly<Record<LabelColour, number>> = {
  red: 0,
  orange: 28,
  yellow: 48,
  green: 130,
  teal: 175,
  blue: 215,
  violet: 265,
  pink: 325,
};

/** How a label looks, and what it means; undefined where nothing is said of it. */
export function useLabelMark(name: string): LabelMark | undefined {
  const { http } = useConsole();
  const { data } = useQuery({
    queryKey: ['labels', 'marks'],
    queryFn: async () => {
      const { items } = await http.get<{ items: LabelMark[] }>('label-marks');
      return new Map(items.map((one) => [one.name, one]));
    },
    staleTime: Infinity,
  });
  return data?.get(name);
}
