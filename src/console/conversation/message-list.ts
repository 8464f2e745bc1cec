// The list that the messages of a conversation stand in: where it is scrolled to, and how it stays there.
import { useVirtualizer, type ReactVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { useSearchParams } from 'react-router';
import { useConsole } from '../context';
import { seqOf, type Shown } from './landmarks';

const nearEnd = 60;

export type List = ReactVirtualizer<HTMLDivElement, HTMLDivElement>;

export function useList(box: RefObject<HTMLDivElement | null>, read: readonly Shown[]): List {
  const list = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: read.length,
    getScrollElement: () => box.current,
    getItemKey: useCallback((index: number) => read[index]!.key, [read]),
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
  const wasFirst = useWasFirst(read[0]?.key);
  // What is read stays where it stands, whatever is found of the lines above it.
  list.shouldAdjustScrollPositionOnItemSizeChange = ({ key, index, start, end }, delta) => {
    const offset = list.scrollOffset ?? 0;
    const last = list.range?.endIndex ?? 0;
    // A step up brings several into sight that were never drawn: what was read before it is below them.
    const isOfStepUp = () =>
      list.scrollDirection === 'backward' && index < last && list.itemSizeCache.has(read[last]!.key);
    if (!list.itemSizeCache.has(key)) return start < offset || isOfStepUp();
    if (end <= offset) return true;
    // With something before it, a line loses its day and its name: they stand above its words.
    if (delta >= 0 || wasFirst.current !== key) return false;
    wasFirst.current = undefined;
    return true;
  };
  return list;
}

/** Key of the line that was the first until others came before it. */
function useWasFirst(first: string | undefined): RefObject<string | undefined> {
  const known = useRef(first);
  const wasFirst = useRef<string>(undefined);
  if (first !== known.current) {
    wasFirst.current = known.current;
    known.current = first;
  }
  return wasFirst;
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
  const onScroll = () => void (atEnd.current = list.isAtEnd());
  return {
    onScroll,
    /** Whoever is led elsewhere is not taken back, whatever grows before the list has scrolled. */
    leave(): void {
      atEnd.current = false;
      requestAnimationFrame(onScroll);
    },
  };
}

interface Going {
  sessionId: string;
  read: readonly Shown[];
  list: List;
  hasEarlier: boolean;
  /** The reader goes elsewhere. */
  leave: () => void;
}

/** Scrolls to a message; earlier ones are fetched until it is there. */
export function useGoTo({ sessionId, read, list, hasEarlier, leave }: Going): (seq: number) => void {
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
    if (index < 0) return;
    leave();
    list.scrollToIndex(index, { align: 'center' });
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
