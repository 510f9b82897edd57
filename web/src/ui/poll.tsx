// SPDX-License-Identifier: Apache-2.0
import { useState } from 'preact/hooks';
import { api } from '../api/http';
import type { Poll, Status } from '../api/types';
import { t } from '../i18n';
import { complain } from '../state/actions';
import { me, statuses } from '../state/entities';
import { Emojified } from '../text/emojified';
import { longTime } from '../text/time';
import { Button } from './basics';
import { Icon } from './icons';

function Results({ poll }: { poll: Poll }) {
  const all = poll.multiple ? poll.voters_count ?? poll.votes_count : poll.votes_count;
  const most = Math.max(...poll.options.map(({ votes_count }) => votes_count ?? 0));
  return (
    <ul class="poll-results">
      {poll.options.map(({ title, votes_count }, index) => {
        const part = all > 0 && votes_count !== null ? Math.round((votes_count / all) * 100) : 0;
        return (
          <li key={index} class={votes_count === most && most > 0 ? 'leads' : ''}>
            <span class="poll-bar" style={{ width: `${part}%` }} />
            <span class="poll-title" dir="auto"><Emojified text={title} emojis={poll.emojis} />{poll.own_votes?.includes(index) && <><Icon name="check" size={16} /><span class="hidden">{t('poll.own')}</span></>}</span>
            <span class="poll-part">{part} %</span>
          </li>
        );
      })}
    </ul>
  );
}

export function PollBox({ status, poll }: { status: Status; poll: Poll }) {
  const [chosen, choose] = useState<readonly number[]>([]);
  const [peeking, peek] = useState(false);
  const over = poll.expired || (poll.expires_at !== null && Date.parse(poll.expires_at) < Date.now());
  const open = !over && !poll.voted && status.account.id !== me.value?.id;
  const vote = async (): Promise<void> => {
    try {
      statuses.patch(status.id, { poll: await api.post<Poll>(`/api/v1/polls/${poll.id}/votes`, { choices: chosen }) });
    } catch (error) {
      complain(error);
    }
  };
  const toggle = (index: number, on: boolean): void => choose(poll.multiple ? [...chosen.filter((one) => one !== index), ...(on ? [index] : [])] : [index]);
  return (
    <div class="poll">
      {!open || peeking ? <Results poll={poll} /> : (
        <fieldset>
          <legend class="hidden">{t('poll.label')}</legend>
          {poll.options.map(({ title }, index) => (
            <label key={index} class="check">
              <input type={poll.multiple ? 'checkbox' : 'radio'} name={`poll-${poll.id}`} checked={chosen.includes(index)} onChange={(event) => toggle(index, event.currentTarget.checked)} />
              <span dir="auto"><Emojified text={title} emojis={poll.emojis} /></span>
            </label>
          ))}
        </fieldset>
      )}
      <p class="poll-foot">
        {open && !peeking && <Button look="quiet" disabled={chosen.length === 0} onClick={() => void vote()}>{t('poll.vote')}</Button>}
        {open && <button type="button" class="link" onClick={() => peek(!peeking)}>{t(peeking ? 'poll.back' : 'poll.peek')}</button>}
        <span>{t('poll.votes', { n: poll.voters_count ?? poll.votes_count })}</span>
        <span>{over ? t('poll.over') : poll.expires_at && t('poll.until', { time: longTime(poll.expires_at) })}</span>
      </p>
    </div>
  );
}
