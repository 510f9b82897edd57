// SPDX-License-Identifier: Apache-2.0
import './styles/index.css';
import { type ComponentType, render } from 'preact';
import { useEffect, useReducer, useState } from 'preact/hooks';
import { api } from './api/http';
import { finishLogIn, logIn, session } from './api/session';
import type { CredentialAccount, Instance } from './api/types';
import { loadLanguage, t } from './i18n';
import { Conversations } from './pages/conversations';
import { Explore } from './pages/explore';
import { Filters } from './pages/filters';
import { FollowedTags, ListPage, Lists } from './pages/lists';
import { Notifications } from './pages/notifications';
import { People, Profile } from './pages/profile';
import { Quotes } from './pages/quotes';
import { Scheduled } from './pages/scheduled';
import { SettingsPage } from './pages/settings';
import { SignUp } from './pages/sign-up';
import { Thread } from './pages/thread';
import { Home, Kept, Local, TagPage } from './pages/timelines';
import { type Route, routeOf, type SettingsPart } from './routes';
import { useCell } from './state/cell';
import { compose } from './state/composer';
import { instance, keepAccount, me } from './state/entities';
import { startNotifications } from './state/notifications';
import { startOutbox } from './state/outbox';
import { navigate, place, startRouter } from './state/router';
import { startSettings } from './state/settings';
import { startWorker } from './state/worker';
import { Button, Empty, Failure, Page } from './ui/basics';
import { startKeyboard } from './ui/keyboard';
import { lazy } from './ui/lazy';
import { Shell } from './ui/shell';

const PARTS: Record<SettingsPart, ComponentType> = {
  privacy: lazy(async () => (await import('./pages/privacy')).Privacy),
  notifications: lazy(async () => (await import('./pages/notification-settings')).NotificationSettings),
  hidden: lazy(async () => (await import('./pages/hidden')).Hidden),
  transfer: lazy(async () => (await import('./pages/transfer')).Transfer),
  archive: lazy(async () => (await import('./pages/archive')).ArchivePage),
  guide: lazy(async () => (await import('./pages/guide')).Guide),
  devices: lazy(async () => (await import('./pages/devices')).Devices),
};
const Requests = lazy(async () => (await import('./pages/requests')).Requests);

function Missing() {
  return <Page title={t('missing.title')} hideTitle><Empty title={t('missing.title')} text={t('missing.text')}><a class="button primary" href="/home">{t('missing.action')}</a></Empty></Page>;
}

// The composer as a page of its own: what a link "share to" of the device leads to.
function Publish() {
  useEffect(() => {
    const text = new URLSearchParams(location.search).get('text') ?? '';
    navigate('/home', { replace: true });
    compose({ text });
  }, []);
  return null;
}

// Whoever is here already need not sign up.
function AlreadyHere() {
  useEffect(() => navigate('/home', { replace: true }), []);
  return null;
}

function pageOf(route: Route, key: string) {
  switch (route.page) {
    case 'home': return <Home />;
    case 'local': return <Local />;
    case 'explore': return <Explore />;
    case 'notifications': return <Notifications />;
    case 'publish': return <Publish />;
    case 'lists': return <Lists />;
    case 'list': return <ListPage id={route.id} key={key} />;
    case 'bookmarks':
    case 'favourites': return <Kept which={route.page} key={key} />;
    case 'followed_tags': return <FollowedTags />;
    case 'conversations': return <Conversations />;
    case 'filters': return <Filters />;
    case 'sign_up': return <AlreadyHere />;
    case 'scheduled': return <Scheduled />;
    case 'quotes': return <Quotes id={route.id} key={key} />;
    case 'settings_part': {
      const Part = PARTS[route.part];
      return <Part key={key} />;
    }
    case 'requests': return <Requests />;
    case 'settings': return <SettingsPage />;
    case 'tag': return <TagPage name={route.id} key={key} />;
    case 'profile': return <Profile acct={route.acct} replies={route.replies} key={key} />;
    case 'people': return <People acct={route.acct} which={route.which} key={key} />;
    case 'thread': return <Thread id={route.id} key={key} />;
    default: return <Missing />;
  }
}

function Inside() {
  const { path } = useCell(place);
  const route = routeOf(path);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const again = (): void => redraw(undefined as never);
    addEventListener('auklet:language', again);
    return () => removeEventListener('auklet:language', again);
  }, []);
  // A page of another kind begins anew; another tab of the same profile stays the same page.
  return <Shell>{pageOf(route, path)}</Shell>;
}

// Between here and the server's own log-in page.
function Gate() {
  const [problem, setProblem] = useState('');
  const begin = (): void => {
    setProblem('');
    const { page } = routeOf(location.pathname);
    logIn(page === 'authorize' || page === 'sign_up' || page === 'missing' ? '/home' : location.pathname + location.search).catch((error: Error) => setProblem(error.message));
  };
  useEffect(() => {
    if (location.pathname !== '/authorize') return begin();
    finishLogIn(location.search).then(async (returnTo) => {
      await start();
      navigate(returnTo, { replace: true });
    }, (error: Error) => setProblem(error.message));
  }, []);
  return (
    <main class="gate">
      <img src="/assets/auklet.svg" alt="" width="96" height="96" />
      <h1>{t('login.title')}</h1>
      {problem
        ? <><p role="alert">{t('error.log_in', { reason: problem })}</p><Button onClick={begin}>{t('login.again')}</Button></>
        : <p class="soft" role="status">{t('login.wait')}</p>}
    </main>
  );
}

let beginning: Promise<void> | null = null;

// Who is logged in and where: what every page needs.
async function start(): Promise<void> {
  const [account, site] = await Promise.all([api.get<CredentialAccount>('/api/v1/accounts/verify_credentials'), api.get<Instance>('/api/v2/instance')]);
  keepAccount(account);
  instance.set(site);
  me.set(account);
  beginning ??= Promise.resolve().then(() => {
    startNotifications();
    startOutbox();
    startWorker();
  });
}

function App() {
  const account = useCell(me);
  const current = useCell(session);
  const { path } = useCell(place);
  const [error, setError] = useState<unknown>(null);
  const load = (): void => {
    setError(null);
    start().catch(setError);
  };
  useEffect(() => {
    if (current && !me.value && location.pathname !== '/authorize') load();
  }, [current]);
  if (!current && routeOf(path).page === 'sign_up') return <SignUp onDone={() => navigate('/home', { replace: true })} />;
  if (!current || path === '/authorize') return <Gate />;
  if (account) return <Inside />;
  return error ? <main class="gate"><h1 class="hidden">Auklet</h1><Failure error={error} retry={load} /></main> : null;
}

async function boot(): Promise<void> {
  startSettings();
  await loadLanguage();
  startRouter();
  startKeyboard();
  let root = document.getElementById('app');
  if (!root) { // on a page that the server made
    document.body.replaceChildren();
    document.body.removeAttribute('class');
    for (const sheet of document.querySelectorAll('link[rel=stylesheet][href^="/assets/"]')) sheet.remove();
    root = document.body.appendChild(document.createElement('div'));
    root.id = 'app';
  }
  render(<App />, root);
}

void boot();
