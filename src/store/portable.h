// SPDX-License-Identifier: Apache-2.0
//
// What people carry with them: the rows that leave, read page by page, and the tables `imports` and `import_rows` of those
// that come.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/portable.h"

namespace auklet::store::portable {

// The cells of a row, and where the next page begins.
struct Leaving {
  std::int64_t cursor = 0;
  std::vector<std::string> cells;
};
// Up to `limit` of them behind the cursor, oldest first. `domain` is left out of the names of its people.
//   follows    name, shows boosts, tells of posts, languages parted by spaces
//   blocks     name
//   mutes      name, hides notifications; those that are over are left out
//   lists      title, name
//   bookmarks  id of the post, name of its author
Task<Result<std::vector<Leaving>>> leaving(db::Session& session, Portable what, AccountId account,
                                           std::int64_t after, int limit, UnixMillis now);

void insert(db::Batch& batch, Import const& import);
// The text must live until the batch is written.
void insert_row(db::Batch& batch, ImportId import, std::size_t position, std::string_view text);
Task<Result<std::optional<Import>>> find(db::Session& session, ImportId id);
// The newest first.
Task<Result<std::vector<Import>>> of_account(db::Session& session, AccountId account, int limit);

struct Waiting {
  std::int64_t position = 0;
  std::string text;  // a line of the file
};
// In the order of the file, from that position on.
Task<Result<std::vector<Waiting>>> waiting(db::Session& session, ImportId import, std::int64_t from,
                                           int limit);
// The rows up to that position have had their turn. Those that were told to fail() stay, to be looked at.
void pass(db::Batch& batch, ImportId import, std::int64_t up_to, std::int64_t done, std::int64_t failed);

void fail(db::Batch& batch, ImportId import, std::int64_t position, std::string_view why);
// Behind that position (-1: from the first on), in the order of the file.
Task<Result<std::vector<ImportFailure>>> failures(db::Session& session, ImportId import, std::int64_t after,
                                                  int limit);
// Of all imports of the account.
void forget_failures(db::Batch& batch, AccountId account);

}  // namespace auklet::store::portable
