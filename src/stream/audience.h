// SPDX-License-Identifier: Apache-2.0
//
// The listeners of one event loop. It goes through the log of messages in order, judges for each listener, and sends;
// a few hundred at a time, so that requests on the same loop do not wait. Everything but wake() happens on that loop.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "async/task.h"
#include "async/task_group.h"
#include "base/clock.h"
#include "base/result.h"
#include "stream/frames.h"
#include "stream/member.h"
#include "stream/message.h"
#include "stream/message_log.h"
#include "stream/roster.h"
#include "stream/sight.h"
#include "stream/sources.h"
#include "stream/viewer.h"
#include "timeline/follower_set.h"

namespace auklet::stream {

class Audience {
 public:
  // All must outlive it; the tasks too must have ended.
  Audience(Sources const& sources, MessageLog const& log, async::TaskGroup& tasks,
           boost::asio::any_io_executor executor);
  ~Audience();
  Audience(Audience const&) = delete;
  Audience& operator=(Audience const&) = delete;

  // There is something new in the log. Any thread.
  void wake();

  void enter(std::shared_ptr<Member> const& member);
  void leave(std::shared_ptr<Member> const& member);
  // Sends the member what comes after `after`, once it is known how they stand to others.
  void subscribe(std::shared_ptr<Member> const& member, Subscription subscription);
  void unsubscribe(std::shared_ptr<Member> const& member, StreamName const& name);
  // The member's connection takes more again.
  void go_on(Member const& member);

 private:
  struct Place;  // a viewer with the connections that they have here
  using Key = std::pair<AccountId, ListId>;

  // What there is to do, one thing at a time.
  Task<> run();
  Task<bool> take_turn();
  bool has_work() const;
  Task<> heed(MessagePointer message);
  void skip_gap();

  Task<> tell(Message const& message, AboutPost const& about);
  Task<> tell_roster(std::shared_ptr<Roster> roster, Message const& message, AboutPost const& about,
                     Frames& frames);
  Task<> tell_feeds(Message const& message, AboutPost const& about, Frames& frames);
  std::vector<timeline::ViewerSlot> feeds_of(AboutPost const& about) const;
  Task<> tell_feed(std::shared_ptr<Place> place, Message const& message, AboutPost const& about,
                   Frames& frames);
  Task<> tell_everyone(Message const& message);
  void tell_account(Message const& message, ToAccount const& about);
  void forget_filters(Place const& place);

  Task<> catch_up(std::shared_ptr<Subscription> subscription);
  // Judges one message for one subscription.
  Task<> offer(std::shared_ptr<Subscription> subscription, Message const& message);
  void report_gap(Subscription& subscription);

  // Whether what is known of the viewer is enough, and still right.
  bool is_known(Viewer const& viewer) const;
  // Makes it so. False when there is nobody to be sent anything any more.
  Task<bool> know(std::shared_ptr<Place> place);
  Task<> renew(Key key);
  // A list must be the listener's own.
  Task<bool> grant(std::shared_ptr<Subscription> subscription);
  Task<Result<>> load(std::shared_ptr<Place> place);
  Task<Result<>> load_relations(std::shared_ptr<Place> place);
  bool knows_relations(Viewer const& viewer) const;
  Task<> check_access(AccountId account);
  std::shared_ptr<Place> come(Key key, std::shared_ptr<Member> const& member);
  void go(Key key, std::shared_ptr<Member> const& member);
  void end(std::shared_ptr<Member> const& member, Subscription& subscription);
  void enlist(Place& place);
  void unlist(Place& place);

  void add_to_roster(Subscription& subscription);
  void remove_from_roster(Subscription& subscription);
  std::shared_ptr<Roster> find_roster(StreamName const& name) const;
  Task<> let_others_run() const;

  Sources const& sources_;
  MessageLog const& log_;
  async::TaskGroup& tasks_;
  boost::asio::any_io_executor const executor_;
  view::FragmentWriter const writer_;
  SightReader const sights_;
  std::atomic<bool> running_ = false;

  std::uint64_t done_ = 0;  // every live subscription has been told all up to here
  std::deque<MessagePointer> inbox_;
  std::deque<std::shared_ptr<Subscription>> behind_;  // not live, and able to take something

  boost::unordered_flat_map<Key, std::shared_ptr<Place>> places_;
  std::vector<std::shared_ptr<Place>> slots_;  // null where free
  std::vector<timeline::ViewerSlot> free_slots_;
  // Whose home or list an author's posts, or those with a hashtag, may stand in, as slots.
  boost::unordered_flat_map<AccountId, timeline::FollowerSet> followers_;
  boost::unordered_flat_map<TagId, timeline::FollowerSet> tag_followers_;

  std::array<std::shared_ptr<Roster>, 12> rosters_;  // of public streams, by kind
  boost::unordered_flat_map<std::string, std::shared_ptr<Roster>> hashtags_;
  Roster const* walked_ = nullptr;  // is being gone through
};

}  // namespace auklet::stream
