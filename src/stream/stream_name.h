// SPDX-License-Identifier: Apache-2.0
//
// What can be listened to. https://docs.joinmastodon.org/methods/streaming/#streams
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/ids.h"
#include "domain/scope.h"

namespace auklet::stream {

enum class StreamKind : std::uint8_t {
  user,               // home, and what happens to its owner
  user_notification,  // only what happens to them
  public_,
  public_media,
  public_local,
  public_local_media,
  public_remote,
  public_remote_media,
  hashtag,
  hashtag_local,
  list,
  direct,  // conversations
};

// The API's word for it: "public:local:media".
std::string_view to_string(StreamKind kind);

struct StreamName {
  StreamKind kind = StreamKind::user;
  std::string topic;   // of a hashtag its text as the client wrote it, of a list its id
  std::string folded;  // the same as look-ups know it

  bool is_personal() const { return kind <= StreamKind::user_notification || kind == StreamKind::direct; }
  bool is_hashtag() const { return kind == StreamKind::hashtag || kind == StreamKind::hashtag_local; }
  bool is_public() const { return kind >= StreamKind::public_ && kind <= StreamKind::public_remote_media; }

  // Of a list.
  ListId list() const;

  friend bool operator==(StreamName const& a, StreamName const& b) {
    return a.kind == b.kind && a.folded == b.folded;
  }
};

// What a client asks for, by name and parameters. Errors: malformed when there is no such stream, or a parameter that it
// needs is missing; forbidden for a list that cannot be.
Result<StreamName> read_stream_name(std::string_view name, std::optional<std::string> tag,
                                    std::optional<std::string> list);

// Whoever asks for a list that is not theirs, or is not there.
Error not_your_list();

// What the token must have.
Scope scope_of(StreamKind kind);

// How the frames of a WebSocket name it, as JSON: ["hashtag","birds"].
std::string echo(StreamName const& name);

}  // namespace auklet::stream
