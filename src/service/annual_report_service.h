// SPDX-License-Identifier: Apache-2.0
//
// Reports of what a year was for someone, asked for by themselves at its end and made by a job. Each is its owner's alone:
// for all others it is not there. https://docs.joinmastodon.org/methods/annual_reports/
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/annual_report.h"
#include "service/caller.h"
#include "service/environment.h"

namespace auklet::service {

class AnnualReportService {
 public:
  // The kind of the jobs that make a report. Their payload is the account and the year.
  static constexpr char const* make_job = "make_annual_report";
  // A report that is not made by then may be asked for again.
  static constexpr std::chrono::hours patience{24};

  // `from`: on which day of a year reports of it begin to be made, until the year ends; never when there is no such day.
  AnnualReportService(Environment const& env, std::optional<std::chrono::month_day> from)
      : env_(env), from_(from) {}

  enum class State { available, generating, eligible, ineligible };
  struct Standing {
    State state = State::ineligible;
    std::optional<AnnualReportId> refresh = {};  // of one that is being made
  };
  Task<Result<Standing>> state(Caller caller, int year) const;
  // Nothing is done for one that is there or under way, nor for who may not have one. Gives back how it stands then.
  Task<Result<Standing>> generate(Caller caller, int year);
  // Those that were not read.
  Task<Result<std::vector<AnnualReport>>> unread(Caller caller) const;
  // Errors of all that name one: not_found.
  Task<Result<AnnualReport>> find(Caller caller, int year) const;
  Task<Result<>> mark_read(Caller caller, int year);

  // The making of a report, whether it goes on.
  struct Refresh {
    AnnualReportId id{};
    bool finished = false;
  };
  Task<Result<Refresh>> refresh(Caller caller, AnnualReportId id) const;

  // The handler of make_job; a report is written once.
  Task<Result<>> make(std::string payload);

 private:
  bool is_season(int year) const;
  Task<Result<Standing>> standing(AccountId account, int year) const;

  Environment const& env_;
  std::optional<std::chrono::month_day> const from_;
};

// The posts that the data of a report names.
std::vector<PostId> posts_named(AnnualReport const& report);

}  // namespace auklet::service
