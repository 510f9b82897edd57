// SPDX-License-Identifier: Apache-2.0
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ApiError, api } from '../api/http';
import type { ApprovalPolicy, ScheduledStatus, Status, StatusSource, Visibility } from '../api/types';
import { locale, t } from '../i18n';
import { complain, edit, erase, explain, type NewPost, publish, toast } from '../state/actions';
import { useCell } from '../state/cell';
import { publishChain } from '../state/chain';
import { type Composition, composition } from '../state/composer';
import { dropDraft, loadDraft, saveDraft } from '../state/drafts';
import { needEmojis } from '../state/emojis';
import { instance, me, nameOf } from '../state/entities';
import { isSilence, queue } from '../state/outbox';
import { newPart, type Part, requestKey } from '../state/parts';
import { knowsQuotes } from '../state/quotes';
import { Both, Gone, type Made, Replacing } from '../state/replacing';
import { isScheduled, reschedule, schedule, unschedule } from '../state/scheduled';
import { countGraphemes } from '../text/count';
import { Content } from '../text/content';
import { fromLocalField, isAhead, suggested, toLocalField } from '../text/local-time';
import { longTime } from '../text/time';
import { settle, stopUploads } from './attachments';
import { Avatar, Button, Dialog, IconButton, Name } from './basics';
import { firstLanguage, firstParts, firstVisibility, firstWarning, isUntouched, languageNames, QUOTE_POLICIES, rememberLanguage, samePoll, subjectOf, VISIBILITIES } from './composer-fields';
import { type ChangePart, Counter, isEmpty, leftOf, PartEditor, type PartHandle, partReady, PartTools } from './composer-part';
import { Icon } from './icons';
import { pollToSend } from './poll-editor';
import { QuotedPost } from './quote';
import { TimeField } from './schedule';
import { VISIBILITY_ICONS } from './status';

const PARTS_MAX = 25;

export function Composer({ what, onDone, inline = false }: { what: Composition; onDone?: () => void; inline?: boolean }) {
  const { replyTo, edit: edited, quote } = what;
  const account = useCell(me)!;
  const limit = useCell(instance)?.configuration.statuses.max_characters ?? 500;
  const subject = subjectOf(what);
  const draft = useMemo(() => (edited || what.scheduled || what.text ? null : loadDraft(subject)), [subject]);
  const [parts, setParts] = useState<readonly Part[]>(() => firstParts(what, draft));
  const [warning, setWarning] = useState(firstWarning(what, draft));
  const [warned, setWarned] = useState(Boolean(warning));
  const [visibility, setVisibility] = useState<Visibility>(() => firstVisibility(what));
  const [language, setLanguage] = useState(() => firstLanguage(what));
  const [policy, setPolicy] = useState<ApprovalPolicy>(what.scheduled?.params.quote_approval_policy ?? account.source.quote_policy ?? 'public');
  const [at, setAt] = useState<string | null>(what.scheduled ? toLocalField(Date.parse(what.scheduled.scheduled_at)) : null);
  const [after, setAfter] = useState(draft?.after); // the post that the rest of a thread goes on from
  const [stopped, setStopped] = useState<string | null>(null); // why not all of a thread is out
  const [busy, setBusy] = useState(Boolean(edited));
  const [begun, setBegun] = useState(!inline || Boolean(draft));
  const handles = useRef(new Map<number, PartHandle>());
  const latest = useRef(parts);
  latest.current = parts;
  const wantsFocus = useRef<number | null>(null);
  const languages = useMemo(languageNames, [locale()]);

  useEffect(() => {
    if (begun) void needEmojis();
  }, [begun]);
  useEffect(() => {
    if (!edited) return;
    api.get<StatusSource>(`/api/v1/statuses/${edited.id}/source`).then((source) => {
      setParts((all) => all.map((part) => ({ ...part, text: source.text })));
      setWarning(source.spoiler_text);
      setWarned(Boolean(source.spoiler_text));
      setBusy(false);
    }, complain);
  }, [edited?.id]);
  const keep = (list: readonly Part[], from: string | undefined): void =>
    isUntouched(what, list) && !warned && !from ? dropDraft(subject) : saveDraft(subject, { parts: list, warning: warned ? warning : '', after: from });
  // A moment after the last change, or at once where the composer is left: another one may open with the same draft.
  const unkept = useRef<(() => void) | null>(null);
  const keepNow = (): void => {
    unkept.current?.();
    unkept.current = null;
  };
  useEffect(() => {
    unkept.current = edited || what.scheduled || busy ? null : () => keep(parts, after);
    const soon = setTimeout(keepNow, 300);
    return () => clearTimeout(soon);
  }, [parts, warning, warned, after, busy]);
  useEffect(() => keepNow, []);
  useEffect(() => {
    if (!inline && !busy) handles.current.get(parts[0]!.id)?.focus();
  }, [busy]);
  useEffect(() => {
    if (wantsFocus.current !== null) handles.current.get(wantsFocus.current)?.focus();
    wantsFocus.current = null;
  }, [parts]);
  useEffect(() => () => latest.current.forEach(({ pieces }) => stopUploads(pieces)), []);

  const several = parts.length > 1;
  const warningLength = warned ? countGraphemes(warning.trim()) : 0;
  const lefts = parts.map((part) => leftOf(part, limit, warningLength));
  const time = at === null ? null : fromLocalField(at);
  const ready = !busy && parts.every((part, index) => partReady(part, lefts[index]!)) && (at === null || isAhead(time, Date.now()));
  const changer = (id: number): ChangePart => (how) => setParts((all) => all.map((part) => (part.id === id ? { ...part, ...how(part) } : part)));

  const addPart = (): void => {
    const part = newPart();
    wantsFocus.current = part.id;
    setParts([...parts, part]);
  };
  const removePart = (index: number): void => {
    stopUploads(parts[index]!.pieces);
    const rest = parts.filter((_, other) => other !== index);
    wantsFocus.current = rest[Math.max(0, index - 1)]!.id;
    setParts(rest);
  };

  const fieldsOf = async ({ text, pieces, sensitive, poll }: Part) => ({
    status: text, spoiler_text: warned ? warning : '', language, media_ids: await settle(pieces), sensitive: sensitive && pieces.length > 0, poll: poll ? pollToSend(poll) : undefined });
  const postOf = async (part: Part, parent: string | undefined): Promise<NewPost> => ({
    ...await fieldsOf(part), visibility, in_reply_to_id: parent,
    ...(quote && part === parts[0] && !after && { quoted_status_id: quote.id }), ...(knowsQuotes() && { quote_approval_policy: policy }) });

  const clear = (): void => {
    unkept.current = null;
    dropDraft(subject);
    rememberLanguage(language);
    setParts([newPart()]);
    setWarning('');
    setWarned(false);
    setAt(null);
    setAfter(undefined);
    setStopped(null);
    if (inline) setBegun(false);
  };
  const sendEdit = async (status: Status): Promise<void> => {
    await edit(status.id, { ...await fieldsOf(parts[0]!), poll: samePoll(status) });
    toast(t('compose.edited'));
  };
  // A post that waits is written on: as it was, and what puts another one in its place.
  const before = useRef<string>();
  const replacing = useRef<Replacing>();
  useEffect(() => {
    const waiting = what.scheduled;
    if (!waiting) return;
    replacing.current = new Replacing({ isThere: () => isScheduled(waiting.id), remove: () => unschedule(waiting.id) });
    void postOf(parts[0]!, replyTo?.id).then((post) => { before.current = JSON.stringify(post); });
  }, []);
  const later = async (post: NewPost, when: number): Promise<ScheduledStatus & Made> => {
    const made = await schedule(post, when, requestKey(parts[0]!, { ...post, when }));
    return { ...made, undo: () => unschedule(made.id) };
  };
  const sendLater = async (when: number): Promise<void> => {
    const post = await postOf(parts[0]!, replyTo?.id);
    const { scheduled: waiting } = what;
    let made: ScheduledStatus;
    if (!waiting) made = await later(post, when);
    else if (!replacing.current!.begun && JSON.stringify(post) === before.current) made = await reschedule(waiting.id, when).catch(goneIfMissing);
    else {
      made = await replacing.current!.with(() => later(post, when));
      // The pictures are those of the former, with which the server would let them go in a day.
      if (post.media_ids.length > 0) await reschedule(made.id, when);
    }
    toast(t('schedule.done', { time: longTime(made.scheduled_at) }));
  };
  // What does not reach the server waits on the device, unless files are still to be sent.
  const keepForLater = async (left: readonly Part[], parent: string | undefined, error: unknown): Promise<boolean> => {
    if (!isSilence(error) || what.scheduled || left.some(({ pieces }) => pieces.some(({ media }) => !media))) return false;
    const posts = await Promise.all(left.map(async (part, index) => ({ key: requestKey(part, await postOf(part, index === 0 ? parent : undefined)), post: await postOf(part, undefined) })));
    queue(posts, parent, navigator.onLine);
    return true;
  };
  const sendOne = async (part: Part, parent: string | undefined): Promise<Status> => {
    const post = await postOf(part, parent);
    const out = async (): Promise<Status & Made> => {
      const made = await publish(post, requestKey(part, post));
      return { ...made, undo: () => erase(made) };
    };
    if (!replacing.current || replaced.current) return out();
    const made = await replacing.current.with(out);
    replaced.current = true; // the rest of a thread follows it
    return made;
  };
  const replaced = useRef(false);
  const sendNow = async (): Promise<boolean> => {
    const all = parts;
    const { left, after: last, error } = await publishChain(all, after ?? replyTo?.id, sendOne, (rest, from) => {
      if (rest.length === 0) return;
      keep(rest, from);
      setParts(rest);
      setAfter(from);
    });
    if (left.length > 0) {
      if (await keepForLater(left, last, error)) return true;
      if (all.length === 1) throw error;
      setStopped(t('thread.stopped', { sent: all.length - left.length, all: all.length, reason: explain(error) }));
      keep(left, all.length === left.length ? after : last);
      return false;
    }
    toast(all.length > 1 ? t('thread.published', { n: all.length }) : t('compose.published'));
    return true;
  };

  const send = async (): Promise<void> => {
    if (!ready) return;
    setBusy(true);
    setStopped(null);
    try {
      if (edited) await sendEdit(edited);
      else if (time !== null) await sendLater(time);
      else if (!(await sendNow())) return setBusy(false);
      clear();
      setBusy(false);
      onDone?.();
    } catch (error) {
      setBusy(false);
      if (error instanceof Gone) toast(t('schedule.gone'), true);
      else if (error instanceof Both) toast(t('schedule.both'), true);
      else complain(error);
    }
  };

  const publishText = edited ? t('compose.publish_edit') : at !== null ? t('schedule.publish') : several ? t('thread.publish', { n: parts.length }) : t(replyTo && !after ? 'compose.publish_reply' : 'compose.publish');
  const tools = (part: Part) => <PartTools part={part} change={changer(part.id)} edited={Boolean(edited)} insert={(shortcode) => handles.current.get(part.id)?.insert(shortcode)} />;
  return (
    <form class={`composer ${inline ? 'inline' : ''} ${begun ? 'begun' : ''} ${several ? 'several' : ''}`} noValidate onFocusOut={keepNow} onSubmit={(event) => { event.preventDefault(); void send(); }}
      onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); void send(); } }}>
      {after && <p class="composer-note"><Icon name="reply" size={18} /><span>{t('thread.goes_on')}</span><button type="button" class="link" onClick={() => setAfter(undefined)}>{t('thread.anew')}</button></p>}
      {stopped && <p class="composer-note wrong" role="alert">{stopped}</p>}
      {parts.map((part, index) => (
        <div class={`part ${index === parts.length - 1 ? 'last' : ''}`} key={part.id} {...(several && { role: 'group', 'aria-label': t('thread.part', { n: index + 1, all: parts.length }) })}>
          <Avatar account={account} size={inline ? 48 : 40} />
          <div class="part-column">
            {warned && index === 0 && <input class="composer-warning" type="text" dir="auto" value={warning} maxLength={limit} aria-label={t('compose.cw')} placeholder={t('compose.cw_placeholder')} onInput={(event) => setWarning(event.currentTarget.value)} />}
            <PartEditor part={part} change={changer(part.id)} busy={busy} begun={begun} onBegin={() => setBegun(true)} label={several ? t('thread.text', { n: index + 1 }) : t('compose.text')}
              handle={(handle) => { if (handle) handles.current.set(part.id, handle); else handles.current.delete(part.id); }}>
              {index === 0 && quote && <QuotedPost id={quote.id} still />}
              {several && (
                <div class="composer-bar part-bar">
                  {tools(part)}
                  <span class="composer-space" />
                  <Counter left={lefts[index]!} limit={limit} />
                  <IconButton icon="close" label={t('thread.remove', { n: index + 1 })} onClick={() => removePart(index)} disabled={busy} />
                </div>
              )}
            </PartEditor>
          </div>
        </div>
      ))}
      {begun && at !== null && <div class="composer-foot"><TimeField value={at} onChange={setAt} /></div>}
      {begun && (
        <div class="composer-bar composer-foot">
          {!several && tools(parts[0]!)}
          {!edited && (
            <label class="composer-pick" title={t('compose.visibility')}>
              <Icon name={VISIBILITY_ICONS[visibility]} size={18} />
              <select value={visibility} aria-label={t('compose.visibility')} onChange={(event) => setVisibility(event.currentTarget.value as Visibility)}>
                {VISIBILITIES.map((one) => <option key={one} value={one} title={t(`visibility.${one}.text`)}>{t(`visibility.${one}`)}</option>)}
              </select>
            </label>
          )}
          {!edited && knowsQuotes() && (visibility === 'public' || visibility === 'unlisted') && (
            <label class="composer-pick" title={t('quote.policy')}>
              <Icon name="quote" size={18} />
              <select value={policy} aria-label={t('quote.policy')} onChange={(event) => setPolicy(event.currentTarget.value as ApprovalPolicy)}>
                {QUOTE_POLICIES.map((one) => <option key={one} value={one}>{t(`quote.policy.${one}`)}</option>)}
              </select>
            </label>
          )}
          <label class="composer-pick" title={t('compose.language')}>
            <span class="composer-code" aria-hidden="true">{language}</span>
            <select value={language} aria-label={t('compose.language')} onChange={(event) => setLanguage(event.currentTarget.value)}>
              {languages.map(([code, name]) => <option key={code} value={code}>{name}</option>)}
            </select>
          </label>
          <button type="button" class={`composer-cw ${warned ? 'on' : ''}`} aria-pressed={warned} aria-label={`CW, ${t('compose.cw')}`} title={t('compose.cw')} onClick={() => setWarned(!warned)}>CW</button>
          {!edited && <IconButton icon="clock" label={t('schedule.open')} aria-pressed={at !== null} disabled={several || after !== undefined} onClick={() => setAt(at === null ? toLocalField(suggested(Date.now())) : null)} />}
          {!edited && at === null && parts.length < PARTS_MAX && <IconButton icon="plus" label={t('thread.add')} disabled={busy || isEmpty(parts.at(-1)!)} onClick={addPart} />}
          <span class="composer-send">
            {!several && <Counter left={lefts[0]!} limit={limit} />}
            <Button type="submit" disabled={!ready}>{publishText}</Button>
          </span>
        </div>
      )}
    </form>
  );
}

const goneIfMissing = (error: unknown): never => {
  throw error instanceof ApiError && error.status === 404 ? new Gone() : error;
};

// The composer over whatever page is open.
export function ComposerDialog() {
  const what = useCell(composition);
  if (!what) return null;
  const close = (): void => composition.set(null);
  const { replyTo } = what;
  return (
    <Dialog class="compose" title={t(what.edit ? 'compose.edit' : what.scheduled ? 'schedule.edit' : what.quote ? 'quote.quote' : replyTo ? 'compose.reply' : 'compose.title')} onClose={close}>
      {replyTo && (
        <div class="quoted" aria-label={t('post.reply_to', { name: nameOf(replyTo.account) })} role="group">
          <Avatar account={replyTo.account} size={40} />
          <div><Name account={replyTo.account} /><Content html={replyTo.content} mentions={replyTo.mentions} emojis={replyTo.emojis} lang={replyTo.language} class="clamped" /></div>
        </div>
      )}
      <Composer what={what} onDone={close} key={subjectOf(what)} />
    </Dialog>
  );
}
