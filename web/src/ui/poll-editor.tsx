// SPDX-License-Identifier: Apache-2.0
import { locale, t } from '../i18n';
import { Button, IconButton } from './basics';

export interface PollDraft {
  options: readonly string[];
  expires_in: number; // seconds
  multiple: boolean;
}

export const EMPTY_POLL: PollDraft = { options: ['', ''], expires_in: 86_400, multiple: false };

const TIMES: readonly [seconds: number, amount: number, unit: string][] = [
  [300, 5, 'minute'], [1_800, 30, 'minute'], [3_600, 1, 'hour'], [21_600, 6, 'hour'], [86_400, 1, 'day'], [259_200, 3, 'day'], [604_800, 7, 'day'],
];

const filled = (poll: PollDraft): string[] => poll.options.map((option) => option.trim()).filter(Boolean);

export const pollReady = (poll: PollDraft): boolean => filled(poll).length >= 2 && new Set(filled(poll)).size === filled(poll).length;
export const pollToSend = (poll: PollDraft) => ({ ...poll, options: filled(poll) });

export function PollEditor({ poll, onChange, optionsMax, charactersMax }: { poll: PollDraft; onChange: (poll: PollDraft) => void; optionsMax: number; charactersMax: number }) {
  const set = (index: number, text: string): void => onChange({ ...poll, options: poll.options.map((option, i) => (i === index ? text : option)) });
  return (
    <fieldset class="poll-editor">
      <legend class="hidden">{t('poll.label')}</legend>
      {poll.options.map((option, index) => (
        <div class="poll-line" key={index}>
          <input type="text" dir="auto" value={option} maxLength={charactersMax} aria-label={t('compose.poll_option', { n: index + 1 })} placeholder={t('compose.poll_option', { n: index + 1 })} onInput={(event) => set(index, event.currentTarget.value)} />
          {poll.options.length > 2 && <IconButton icon="close" label={t('compose.poll_less', { n: index + 1 })} onClick={() => onChange({ ...poll, options: poll.options.filter((_, i) => i !== index) })} />}
        </div>
      ))}
      <div class="poll-line">
        {poll.options.length < optionsMax && <Button look="quiet" onClick={() => onChange({ ...poll, options: [...poll.options, ''] })}>{t('compose.poll_more')}</Button>}
        <label class="poll-ends"><span>{t('compose.poll_ends')}</span>
          <select value={poll.expires_in} onChange={(event) => onChange({ ...poll, expires_in: Number(event.currentTarget.value) })}>
            {TIMES.map(([seconds, amount, unit]) => <option key={seconds} value={seconds}>{new Intl.NumberFormat(locale(), { style: 'unit', unit, unitDisplay: 'long' }).format(amount)}</option>)}
          </select>
        </label>
      </div>
      <label class="check"><input type="checkbox" checked={poll.multiple} onChange={(event) => onChange({ ...poll, multiple: event.currentTarget.checked })} /><span>{t('compose.poll_multiple')}</span></label>
    </fieldset>
  );
}
