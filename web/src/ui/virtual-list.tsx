// SPDX-License-Identifier: Apache-2.0
//
// A long list in the page's own scroll, of which only what is near the window is drawn. Heights are measured as items are
// drawn and remembered by whoever owns them; when something above the window turns out to be taller than guessed, the page
// is scrolled by as much, so that what is read stays where it is.
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { Offsets, visibleRange } from './offsets';

const GUESS = 150;
const MARGIN = 800;

export function VirtualList({ keys, heights, label, render, onEnd, busy }: {
  keys: readonly string[];
  heights: Map<string, number>;
  label: string;
  render: (key: string, index: number) => ComponentChildren;
  onEnd: () => void;
  busy: boolean;
}) {
  const root = useRef<HTMLDivElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const range = useRef({ start: 0, end: 0 });
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const offsets = useMemo(() => new Offsets(keys.map((key) => heights.get(key) ?? GUESS)), [keys]);

  const wanted = (): { start: number; end: number } => {
    const top = root.current ? -root.current.getBoundingClientRect().top : 0;
    return visibleRange(offsets, top, top + innerHeight, MARGIN);
  };
  const fits = (a: { start: number; end: number }): boolean => a.start === range.current.start && a.end === range.current.end;
  range.current = wanted();
  const { start, end } = range.current;

  // After every drawing: measure what is there.
  useLayoutEffect(() => {
    const box = root.current!.getBoundingClientRect();
    let above = 0;
    let changed = false;
    for (const row of rows.current!.children as Iterable<Element> & HTMLCollection) {
      const index = Number((row as HTMLElement).dataset.index);
      const key = keys[index];
      if (key === undefined) continue;
      const height = row.getBoundingClientRect().height;
      heights.set(key, height);
      const begins = box.top + offsets.offset(index);
      const grown = offsets.set(index, height);
      if (grown === 0) continue;
      changed = true;
      if (begins + height - grown <= 0) above += grown;
    }
    if (!changed) return;
    root.current!.style.height = `${offsets.offset(keys.length)}px`;
    rows.current!.style.transform = `translateY(${offsets.offset(start)}px)`;
    if (above !== 0) scrollBy(0, above);
    // In the next frame, not at once: should two drawings ever disagree for good, the page stays alive.
    if (!fits(wanted())) requestAnimationFrame(() => redraw(undefined as never));
  });

  useEffect(() => {
    let frame = 0;
    const look = (): void => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        const next = wanted();
        if (!fits(next)) redraw(undefined as never);
        if (next.end >= offsets.count - 3) onEnd();
      });
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    // A picture that came, a warning that was opened.
    const sizes = new ResizeObserver(() => redraw(undefined as never));
    sizes.observe(rows.current!);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
      sizes.disconnect();
    };
  }, [offsets, onEnd]);

  return (
    <div class="virtual" role="feed" aria-label={label} aria-busy={busy} ref={root} style={{ height: `${offsets.offset(keys.length)}px` }}>
      <div class="virtual-rows" ref={rows} style={{ transform: `translateY(${offsets.offset(start)}px)` }}>
        {keys.slice(start, end).map((key, index) => (
          <div class="virtual-row" key={key} data-index={start + index}>{render(key, start + index)}</div>
        ))}
      </div>
    </div>
  );
}
