// SPDX-License-Identifier: Apache-2.0
//
// The controls of the settings, and what every page of them does: ask once, show what is there, say when it is saved.
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { t } from '../i18n';
import { complain, toast } from '../state/actions';
import { Failure, Skeleton } from './basics';

export function Check({ label, hint, checked, onChange, disabled = false }: { label: string; hint?: string; checked: boolean; onChange: (on: boolean) => void; disabled?: boolean }) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{label}{hint && <small>{hint}</small>}</span>
    </label>
  );
}

export function Segments<T extends string>({ legend, name, value, options, onChange }: { legend: string; name: string; value: T; options: readonly { value: T; label: string }[]; onChange: (value: T) => void }) {
  return (
    <fieldset class="choice">
      <legend>{legend}</legend>
      <div class="choices">
        {options.map((option) => (
          <label key={option.value}>
            <input type="radio" name={name} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Section({ title, text, children }: { title: string; text?: string; children: ComponentChildren }) {
  return (
    <section class="sheet settings">
      <div><h2>{title}</h2>{text && <p class="soft">{text}</p>}</div>
      {children}
    </section>
  );
}

export interface Loaded<T> {
  value: T | null;
  error: unknown;
  load: () => void;
  set: (value: T) => void;
}

// What a page asks for when it opens.
export function useLoaded<T>(ask: () => Promise<T>): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const [error, setError] = useState<unknown>(null);
  const load = useCallback(() => {
    setError(null);
    ask().then((found) => setValue(() => found), setError);
  }, []);
  useEffect(load, []);
  return { value, error, load, set: (next) => setValue(() => next) };
}

export function Wait<T>({ of, children }: { of: Loaded<T>; children: (value: T) => ComponentChildren }) {
  if (of.value !== null) return <>{children(of.value)}</>;
  return of.error ? <Failure error={of.error} retry={of.load} /> : <Skeleton count={2} />;
}

// Changes at once; what the server refuses is taken back.
export async function saveAt<T>(now: T, next: T, show: (value: T) => void, send: () => Promise<T>): Promise<void> {
  show(next);
  try {
    show(await send());
    toast(t('app.saved'));
  } catch (error) {
    show(now);
    complain(error);
  }
}
