// SPDX-License-Identifier: Apache-2.0
import type { JSX } from 'preact';
import { shortNumber } from '../text/time';
import { Icon, type IconName } from './icons';

// One of the buttons below a post, with how often it was pressed.
export function ActionButton({ icon, label, count, on, kind, act, ...rest }: {
  icon: IconName;
  label: string;
  count?: number | undefined;
  on?: boolean;
  kind: string;
  disabled?: boolean;
  act: () => void;
} & Pick<JSX.HTMLAttributes<HTMLButtonElement>, 'aria-haspopup' | 'aria-expanded'>) {
  const shown = count ? shortNumber(count) : '';
  return (
    <button type="button" class={`action ${kind} ${on ? 'on' : ''}`} aria-label={shown ? `${label}, ${shown}` : label} title={label} {...(on !== undefined && { 'aria-pressed': on })} onClick={act} {...rest}>
      <Icon name={icon} filled={on === true && icon !== 'boost'} size={20} />
      {shown && <span>{shown}</span>}
    </button>
  );
}
