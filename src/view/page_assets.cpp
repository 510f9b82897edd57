// SPDX-License-Identifier: Apache-2.0
#include "view/page_frame.h"

namespace auklet::view {

// A crested auklet: slate grey, orange bill, white eye with its plume.
std::string_view const logo_svg =
    R"svg(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" role="img" aria-label="Auklet">
<path fill="none" stroke="#f59a23" stroke-width="5" stroke-linecap="round" d="M42 84l-4 7h-7M56 84l3 7h7"/>
<path fill="#3d5566" d="M70 33c0-14-10-24-24-24S23 20 23 33c0 5 0 9-3 15C14 57 12 64 14 70c3 11 17 17 33 17 20 0 32-9 32-25 0-12-9-17-9-29z"/>
<path fill="#8ea3b0" d="M24 41c-1 9-5 15-6 23-1 9 8 16 20 17-9-12-11-27-14-40z"/>
<path fill="#2b3f4d" d="M76 48c10 7 14 18 11 30-2-3-5-4-8-5-9-5-14-17-3-25z"/>
<path fill="#f4712a" d="M26 28c-8-1-15 2-20 8 5 5 13 8 20 6 2-4 2-9 0-14z"/>
<path fill="#fff4e8" d="M7 36c6 1 13 1 19 0" stroke="#b84a10" stroke-width="1.6"/>
<path fill="none" stroke="#5b7789" stroke-width="5" stroke-linecap="round" d="M34 12c-5-5-12-6-17-2"/>
<path fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" d="M46 28c7 1 12 4 15 10"/>
<circle cx="41" cy="27" r="6.5" fill="#fff"/><circle cx="40" cy="27" r="3.2" fill="#10202b"/>
</svg>
)svg";

std::string_view const style_sheet = R"css(:root {
  color-scheme: light dark;
  --ground: #eef2f5; --surface: #ffffff; --text: #17242e; --soft: #54656f; --line: #d5dee4;
  --action: #1d5878; --action-hover: #174761; --on-action: #ffffff; --warm: #b84a10;
  --wrong: #b3261e; --wrong-ground: #fdecea; --good: #1c7047; --shadow: 0 1px 2px #17242e14, 0 8px 24px #17242e12;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f171d; --surface: #18232b; --text: #e8eff3; --soft: #9db0bb; --line: #2c3b46;
    --action: #7cc4ea; --action-hover: #9fd5f2; --on-action: #0b1a24; --warm: #ff9a5c;
    --wrong: #ff9f97; --wrong-ground: #3a1c1b; --good: #6fd3a0; --shadow: none;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 0 16px; max-width: 480px; min-height: 100vh; display: flex; flex-direction: column;
  background: var(--ground); color: var(--text); overflow-wrap: anywhere;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
}
body.wide { max-width: 640px; }
main { flex: 1; }
h1, h2 { line-height: 1.2; margin: 0; text-wrap: balance; }
h1 + .lead { margin-top: 4px; }
h1 { font-size: 1.6rem; letter-spacing: -0.01em; }
h2 { font-size: 1.05rem; margin: 20px 0 8px; }
p { margin: 0 0 12px; }
a { color: var(--action); text-underline-offset: 2px; }
a:hover { color: var(--action-hover); }
q { quotes: "“" "”"; }
code { font: 0.95em ui-monospace, "SF Mono", Menlo, "Liberation Mono", monospace; padding: 1px 6px; border-radius: 6px; background: var(--ground); }
:focus-visible { outline: 3px solid var(--action); outline-offset: 2px; border-radius: 6px; }

.top { padding: 20px 0 16px; }
.top a { display: inline-flex; align-items: center; gap: 10px; color: inherit; font-weight: 650; text-decoration: none; }
footer { padding: 28px 0 24px; color: var(--soft); font-size: 0.85rem; text-align: center; }

.card { background: var(--surface); border: 1px solid var(--line); border-radius: 16px; padding: 24px; margin-bottom: 16px; box-shadow: var(--shadow); }
.card > h2:first-child { margin: 0 0 16px; }
.card > :last-child, .card > .actions:last-child { margin-bottom: 0; }
.lead { color: var(--soft); margin-bottom: 20px; }
.hint { color: var(--soft); font-size: 0.9rem; }
.hero { text-align: center; padding: 24px 0 8px; }
.hero h1 { font-size: 2rem; margin: 12px 0 8px; }
.hero .lead { font-size: 1.1rem; margin-bottom: 24px; }
.status { font-size: 4rem; font-weight: 750; line-height: 1; margin: 24px 0 0; color: var(--warm); }
.figures { display: flex; justify-content: center; gap: 48px; margin: 8px 0 24px; text-align: center; }
.figures div { display: flex; flex-direction: column-reverse; }
.figures dt { color: var(--soft); font-size: 0.9rem; }
.figures dd { margin: 0; font-size: 1.5rem; font-weight: 700; font-variant-numeric: tabular-nums; }

.actions { display: flex; flex-wrap: wrap; align-items: center; justify-content: center; gap: 12px; margin: 20px 0; }
.button {
  display: inline-block; min-height: 44px; padding: 9px 20px; border: 1px solid transparent; border-radius: 12px; font: inherit; font-weight: 650;
  text-align: center; text-decoration: none; cursor: pointer; background: var(--action); color: var(--on-action);
}
.button:hover { background: var(--action-hover); color: var(--on-action); }
.button.quiet { background: transparent; border-color: var(--line); color: var(--text); }
.button.quiet:hover { border-color: var(--soft); }
.actions .button { flex: 1 1 140px; max-width: 240px; }
form > .button { width: 100%; margin: 4px 0 16px; }
form.inline { display: inline; }
.actions form.inline { display: flex; flex: 1 1 140px; max-width: 240px; }
button.link { border: 0; padding: 0; background: none; font: inherit; color: var(--action); text-decoration: underline; text-underline-offset: 2px; cursor: pointer; }

.field { margin-bottom: 16px; }
.field label { display: block; font-weight: 600; margin-bottom: 4px; }
.field p { margin: 4px 0 0; }
input {
  width: 100%; min-height: 44px; padding: 9px 12px; border: 1px solid var(--soft); border-radius: 10px; background: var(--ground); color: inherit; font: inherit;
}
input[aria-invalid] { border-color: var(--wrong); }
.check { display: grid; grid-template-columns: auto 1fr; gap: 0 10px; align-items: center; }
.check input { width: 20px; height: 20px; min-height: 0; accent-color: var(--action); }
.check label { font-weight: 400; margin: 0; }
.check .error { grid-column: 2; }
.error { color: var(--wrong); font-size: 0.9rem; font-weight: 600; }
.alert { padding: 10px 14px; border: 1px solid var(--wrong); border-radius: 10px; background: var(--wrong-ground); color: var(--wrong); font-weight: 600; }
.oauth-code { padding: 9px 6px; font: 0.85rem ui-monospace, "SF Mono", Menlo, "Liberation Mono", monospace; text-align: center; margin-bottom: 12px; }
.scopes { margin: 0; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: 12px; }
.scopes li { padding: 10px 14px; }
.scopes li + li { border-top: 1px solid var(--line); }

.person { display: flex; align-items: center; gap: 12px; margin-bottom: 12px; color: inherit; text-decoration: none; min-width: 0; }
.person > div { min-width: 0; }
.person strong, .handle { display: block; line-height: 1.3; }
.handle { color: var(--soft); font-size: 0.9rem; }
.avatar {
  flex: none; width: 48px; height: 48px; border-radius: 14px; object-fit: cover; display: flex; align-items: center; justify-content: center;
  background: var(--action); color: var(--on-action); font-size: 1.3rem; font-weight: 700; text-transform: uppercase;
}
.profile { overflow: hidden; }
.profile .banner { display: block; width: calc(100% + 48px); height: 160px; margin: -24px -24px 20px; object-fit: cover; }
.profile .avatar { width: 80px; height: 80px; border-radius: 20px; font-size: 2.2rem; }
.fields { margin: 0 0 16px; border: 1px solid var(--line); border-radius: 12px; }
.fields div { display: grid; grid-template-columns: minmax(90px, 1fr) 2fr; gap: 12px; padding: 8px 14px; }
.fields div + div { border-top: 1px solid var(--line); }
.fields dt { color: var(--soft); }
.fields dd { margin: 0; }
.verified dd::before { content: "✓ "; color: var(--good); font-weight: 700; }
.emoji { height: 1.25em; width: auto; vertical-align: -0.25em; }
.picture { display: block; max-width: 100%; max-height: 60vh; border-radius: 12px; }
.poll { margin: 0 0 14px; padding: 0; list-style: none; display: grid; gap: 6px; }
.poll li { display: flex; justify-content: space-between; gap: 12px; padding: 6px 12px; border: 1px solid var(--line); border-radius: 10px; }
.quoted { margin: 0 0 12px; padding: 10px 14px; border: 1px solid var(--line); border-radius: 12px; }
.quoted > p { margin: 0 0 6px; }
.content:has(~ .quoted) .quote-inline, .quoted .quote-inline { display: none; }
.link-card { display: block; padding: 10px 14px; border: 1px solid var(--line); border-radius: 12px; color: inherit; text-decoration: none; }
.link-card:hover { border-color: var(--soft); color: inherit; }
.link-card strong { display: block; }
.content p:last-child { margin-bottom: 0; }
.content { margin-bottom: 14px; }
.post.main .content { font-size: 1.2rem; }
.meta { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 0; color: var(--soft); font-size: 0.9rem; }
.meta a { color: inherit; }
.meta strong { color: var(--text); }
details summary { cursor: pointer; font-weight: 600; margin-bottom: 8px; }
.invisible { position: absolute; width: 0; height: 0; font-size: 0; line-height: 0; overflow: hidden; }
.ellipsis::after { content: "…"; }
@media (max-width: 420px) {
  .card { padding: 18px; border-radius: 14px; }
  .profile .banner { width: calc(100% + 36px); margin: -18px -18px 16px; height: 120px; }
  .figures { gap: 32px; }
}
)css";

}  // namespace auklet::view
