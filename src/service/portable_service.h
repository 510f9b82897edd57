// SPDX-License-Identifier: Apache-2.0
//
// What people take along when they move: follows, blocks, mutes, lists and bookmarks as files of comma-separated values, in
// the form that Mastodon writes and reads. A file that is brought in is kept first and worked through by jobs, a slice at a
// time, so that nothing of it is lost when the server goes down in between.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/portable.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/list_service.h"
#include "service/reaction_service.h"
#include "service/relation_service.h"

namespace auklet::service {

class PortableService {
 public:
  // The kind of its jobs; the payload is the import's id.
  static constexpr char const* job_kind = "import_rows";
  static constexpr int slice = 50;  // rows a job, which ends well within its lease
  static constexpr std::size_t rows_max = 20'000;
  static constexpr int failures_page = 100;

  PortableService(Environment const& env, RelationService& relations, ReactionService& reactions,
                  ListService& lists)
      : env_(env), relations_(relations), reactions_(reactions), lists_(lists) {}

  // The caller's own, oldest first, with a head line where the form has one.
  Task<Result<std::string>> write(Caller caller, Portable what) const;

  // Adds what the file names to what is there; the answer comes before it is done. Errors: malformed or too_large for what
  // read_csv() refuses, invalid for a file without rows, or while another one of the caller's is not finished.
  Task<Result<Import>> bring(Caller caller, Portable what, std::string text);
  // Errors: not_found when the caller has no such import.
  Task<Result<Import>> find(Caller caller, ImportId id) const;
  // The newest first.
  Task<Result<std::vector<Import>>> imports(Caller caller) const;
  // Rows that could not be taken, behind that position (-1: from the first on), a page of them. They are kept until the
  // next file is brought in. Errors: not_found.
  Task<Result<std::vector<ImportFailure>>> failures(Caller caller, ImportId id, std::int64_t after) const;

  // The next slice. Rows that were done already are done again, without harm.
  Task<Result<>> go_on(ImportId id);

 private:
  Task<Result<>> take(Caller const& caller, Portable what, std::vector<std::string> const& cells);
  Task<Result<AccountId>> named(std::string_view handle) const;
  Task<Result<>> add_to_list(Caller const& caller, std::string const& title, AccountId member);

  Environment const& env_;
  RelationService& relations_;
  ReactionService& reactions_;
  ListService& lists_;
};

}  // namespace auklet::service
