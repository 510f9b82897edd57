// SPDX-License-Identifier: Apache-2.0
//
// Stands on the server's own pages of people, posts and hashtags. Where somebody uses the client, it takes the page over;
// everybody else reads the page as the server made it.
if (localStorage.getItem('auklet.session')) {
  import('./main').catch(() => {}); // then the page stays what it is
}
// Whoever runs scripts signs up in the client, without logging in by a second form.
for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href="/auth/sign_up?return_to=/home"]')) link.href = '/signup';
