// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawFlame, readStacks, roomOf, sharesOf, shortName, treeOf } from './flame.mjs';

// Four samples as `perf script -F comm,ip,sym,dso` writes them, the innermost function first.
const samples = `auklet
\tffffffff81000001 tcp_sendmsg+0x10 ([kernel.kallsyms])
\tffffffff81000002 __x64_sys_sendmsg+0x1 ([kernel.kallsyms])
\t      7f0000001 sendmsg+0x4f (/usr/lib/x86_64-linux-gnu/libc.so.6)
\t      550000001 boost::asio::detail::socket_ops::sync_send(int, void const*)+0x2 (/opt/auklet)
\t      550000002 boost::asio::detail::scheduler::run(boost::system::error_code&)+0x9 (/opt/auklet)
\t      550000003 auklet::async::Runtime::Impl::run(unsigned long)+0x9 (/opt/auklet)

auklet
\t      550000004 auklet::api::(anonymous namespace)::home(auklet::api::Call&) [clone .resume]+0x12 (/opt/auklet)
\t      550000003 auklet::async::Runtime::Impl::run(unsigned long)+0x9 (/opt/auklet)

auklet
\t      550000004 auklet::api::(anonymous namespace)::home(auklet::api::Call&) [clone .resume]+0x12 (/opt/auklet)
\t      550000003 auklet::async::Runtime::Impl::run(unsigned long)+0x9 (/opt/auklet)

writer
\tffffffff81000003 native_safe_halt+0x1 ([kernel.kallsyms])
`;

test('names are short, and still say what is meant', () => {
  assert.equal(shortName('auklet::api::(anonymous namespace)::home(auklet::api::Call&) [clone .resume]+0x12'), 'api::home');
  assert.equal(shortName('std::optional<auklet::Post> auklet::store::posts::find(auklet::PostId)'), 'store::posts::find');
  assert.equal(shortName('auklet::timeline::Marks::operator()(int) const'), 'timeline::Marks::operator()');
  assert.equal(shortName('boost::operator<<(std::ostream&, int)'), 'boost::operator<<');
  assert.equal(shortName('sqlite3_step'), 'sqlite3_step');
});

test('a function is of its library or of its namespace', () => {
  assert.equal(roomOf('auklet::net::Connection::serve()', '/opt/auklet'), 'net');
  assert.equal(roomOf('std::optional<int> auklet::view::size(int)', '/opt/auklet'), 'view');
  assert.equal(roomOf('boost::asio::io_context::run()', '/opt/auklet'), 'Asio');
  assert.equal(roomOf('sqlite3_step', '/usr/lib/libsqlite3.so.0'), 'SQLite');
});

test('stacks begin outside, and noise of one library is one box', () => {
  const [first, second] = readStacks(samples);
  assert.deepEqual(first.map(({ name }) => name), ['async::Runtime::Impl::run', 'Asio', 'sendmsg', '__x64_sys_sendmsg', 'tcp_sendmsg']);
  assert.deepEqual(second.map(({ name }) => name), ['async::Runtime::Impl::run', 'api::home']);
  assert.equal(readStacks(samples, /^writer$/).length, 1);
});

test('time in the kernel counts for the call that went there', () => {
  assert.deepEqual(sharesOf(readStacks(samples)), [
    { name: 'api', share: 0.5 },
    { name: 'kernel: sendmsg', share: 0.25 },
    { name: 'kernel: interrupts and idling', share: 0.25 },
  ]);
});

test('a box is as wide as its share, and stands above its caller', () => {
  const svg = drawFlame(treeOf(readStacks(samples)), 'A <page>');
  const box = (name) => {
    const found = new RegExp(`<title>${name}: ([\\d.]+) %</title><rect class="\\w" x="([\\d.]+)" y="(\\d+)" width="([\\d.]+)"`).exec(svg);
    return { share: Number(found[1]), x: Number(found[2]), y: Number(found[3]), width: Number(found[4]) };
  };
  const [all, run, home] = ['all', 'async::Runtime::Impl::run', 'api::home'].map(box);
  assert.equal(run.share, 75);
  assert.ok(Math.abs(home.width / all.width - 0.5) < 0.01);
  assert.ok(home.y < run.y && run.y < all.y);
  assert.match(svg, /A &lt;page&gt;/);
});
