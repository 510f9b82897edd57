// SPDX-License-Identifier: Apache-2.0
//
// The one kind of state that outlives a component: a value that tells its listeners when it changes.
import { useEffect, useReducer } from 'preact/hooks';

export class Cell<T> {
  #value: T;
  #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  change(how: (value: T) => T): void {
    this.set(how(this.#value));
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

// The value of a cell; the component is drawn again when it changes.
export function useCell<T>(cell: Cell<T>): T {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const drawn = cell.value;
  useEffect(() => {
    if (!Object.is(cell.value, drawn)) redraw(undefined as never);
    return cell.subscribe(() => redraw(undefined as never));
  }, [cell]);
  return drawn;
}
