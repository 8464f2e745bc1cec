// The list that the messages of a conversation stand in: where it is scrolled to, and how it stays there.
import { useVirtualizer, type ReactVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useSearchParams } from 'react-router';
import { useConsole } from '../context';
import { seqOf, type Shown } from './landmarks';

const nearEnd = 60;

export type List = ReactVirtualizer<HTMLDivElement, HTMLDivElement>;

export function useList(box: RefObject<HTMLDivElement | null>, read: readonly Shown[]): List {
  return useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: read.length,
    getScrollElement: () => box.current,
    getItemKey: (index) => read[index]!.key,
    estimateSize: () => 64,
    overscan: 8,
    paddingStart: 28,
    paddingEnd: 8,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: nearEnd,
    // The list begins at its end.
    initialOffset: () => 1e9,
  });
}

/** What grows above or below takes its room from the list: who was at its end stays there. */
export function useStaysAtEnd(box: RefObject<HTMLDivElement | null>, list: List) {
  const atEnd = useRef(true);
  useEffect(() => {
    let height = box.current!.clientHeight;
    const observer = new ResizeObserver(() => {
      const before = height;
      height = box.current?.clientHeight ?? 0;
      if (height !== before && atEnd.current) list.scrollToEnd();
    });
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [box, list]);
  return { onScroll: () => void (atEnd.current = list.isAtEnd()) };
}

interface Going {
  sessionId: string;
  read: readonly Shown[];
  list: List;
  hasEarlier: boolean;
}

/** Scrolls to a message; earlier ones are fetched until it is there. */
export function useGoTo({ sessionId, read, list, hasEarlier }: Going): (seq: number) => void {
  const { inbox } = useConsole();
  const [wanted, setWanted] = useState<number>();
  useEffect(() => {
    if (wanted === undefined) return;
    const index = read.findIndex((line) => seqOf(line) === wanted);
    if (index < 0 && hasEarlier) {
      const first = () => inbox.state.get().transcripts[sessionId]?.messages[0]?.seq;
      const before = first();
      // What cannot be had is not gone to later, when the reader is elsewhere.
      const stay = () => first() === before && setWanted(undefined);
      return void inbox.conversations.older(sessionId).then(stay);
    }
    setWanted(undefined);
    if (index >= 0) list.scrollToIndex(index, { align: 'center' });
  }, [wanted, read, hasEarlier]);
  return setWanted;
}

/** The message that the address names: `?seq=`. */
export function useAimed(goTo: (seq: number) => void): number | undefined {
  const [search] = useSearchParams();
  const seq = Number(search.get('seq')) || undefined;
  useEffect(() => {
    if (seq !== undefined) goTo(seq);
  }, [seq]);
  return seq;
}
