// SPDX-License-Identifier: Apache-2.0
import { useId } from 'preact/hooks';
import { t } from '../i18n';
import { fromLocalField, isAhead, soonest, toLocalField } from '../text/local-time';

// When a post will appear, in the time of the device.
export function TimeField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const now = Date.now();
  const wrong = !isAhead(fromLocalField(value), now);
  const id = useId();
  return (
    <div class="time-field">
      <label for={id}>{t('schedule.when')}</label>
      <input id={id} type="datetime-local" value={value} min={toLocalField(soonest(now))} required aria-invalid={wrong} aria-describedby={`${id}-hint`} onInput={(event) => onChange(event.currentTarget.value)} />
      <p id={`${id}-hint`} class={wrong ? 'wrong' : 'soft'}>{wrong ? t('schedule.too_soon') : t('schedule.zone', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}</p>
    </div>
  );
}
