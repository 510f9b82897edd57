// SPDX-License-Identifier: Apache-2.0
#include "bench/population.h"

#include <fmt/format.h>

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>
#include <cmath>
#include <fstream>
#include <iterator>
#include <string_view>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/ids.h"

namespace auklet::bench {

namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::seconds;

// People came on the first days of 2025, followed each other ten days later, and post since February.
constexpr UnixMillis first_day{std::chrono::sys_days{std::chrono::year{2025} / 1 / 1}};
constexpr UnixMillis follow_day = first_day + days{10};
constexpr UnixMillis post_day = first_day + days{31};

constexpr std::array<std::string_view, 32> words{
    "island", "wind",  "a",       "colony", "and",   "of",     "burrow", "tide",     "sea",  "night", "egg",
    "the",    "cliff", "feather", "north",  "small", "flight", "to",     "krill",    "in",   "wave",  "rock",
    "chick",  "is",    "crest",   "summer", "storm", "we",     "saw",    "thousand", "bird", "home"};

constexpr std::array<std::string_view, 20> syllables{"auk", "bi", "co", "du", "el", "fa", "gu",
                                                     "hi",  "jo", "ka", "lu", "mi", "no", "pu",
                                                     "ra",  "se", "ti", "va", "wo", "za"};

// Bits without pattern for a number (the finaliser of MurmurHash3, public domain).
std::uint64_t scatter(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15;
  value = (value ^ value >> 33) * 0xff51afd7ed558ccd;
  value = (value ^ value >> 33) * 0xc4ceb9fe1a85ec53;
  return value ^ value >> 33;
}

}  // namespace

std::string made_up_text(std::uint64_t number) {
  auto bits = scatter(number);
  auto const count = 12 + bits % 24;
  std::string text;
  for (std::uint64_t i = 0; i < count; ++i) {
    bits = scatter(bits);
    text += text.empty() ? "" : " ";
    text += words[bits % words.size()];
  }
  return text;
}

std::string made_up_text(std::uint64_t number, std::uint32_t vocabulary) {
  if (vocabulary == 0) {
    return made_up_text(number);
  }
  auto bits = scatter(number);
  auto const count = 12 + bits % 24;
  std::string text;
  for (std::uint64_t i = 0; i < count; ++i) {
    bits = scatter(bits);
    auto const part = static_cast<double>(bits >> 11U) * 0x1.0p-53;
    auto rank = static_cast<std::uint64_t>(std::pow(static_cast<double>(vocabulary), part));
    text += text.empty() ? "" : " ";
    for (; rank > 0;
         rank /= syllables.size()) {  // one syllable for the commonest words, four for the rare ones
      text += syllables[rank % syllables.size()];
    }
  }
  return text;
}

Result<Population> Population::make(PopulationShape shape) {
  if (shape.edges.empty()) {
    auto graph = FollowGraph::make(shape.graph);
    return Population(std::move(shape), std::move(graph));
  }
  TRY(auto const edges, read_edge_file(shape.edges));
  return Population(std::move(shape), FollowGraph::of(edges));
}

Result<Population> Population::open(std::string const& folder) {
  TRY(auto shape, read_manifest(folder + "/bench.json"));
  TRY(auto graph, FollowGraph::open(folder + "/bench.graph"));
  return Population(std::move(shape), std::move(graph));
}

Result<> Population::write(std::string const& folder) const {
  TRY_OK(graph_.write(folder + "/bench.graph"));
  return write_manifest(shape_, folder + "/bench.json");
}

UnixMillis Population::signed_up_at(std::uint32_t user) {
  return first_day + milliseconds{user};
}

std::int64_t Population::account_id(std::uint32_t user) {
  return base::first_id_at(signed_up_at(user));
}

std::string Population::username(std::uint32_t user) {
  return fmt::format("bird{}", user);
}

std::string Population::token(std::uint32_t user) const {
  return base::base64url(base::sha256(fmt::format("auklet-bench {} {}", shape_.graph.seed, user)));
}

std::int64_t Population::token_id(std::uint32_t user) const {
  return account_id(user) + 1;
}

std::int64_t Population::follow_id(std::uint64_t number) const {
  return base::first_id_at(follow_day) + static_cast<std::int64_t>(number);
}

std::uint32_t Population::author_of(std::uint64_t number) const {
  return static_cast<std::uint32_t>(scatter(shape_.graph.seed ^ number << 1) % users());
}

Population::Post Population::post(std::uint64_t number) const {
  auto const time = post_day + seconds{number};
  return {.id = base::first_id_at(time),
          .author = author_of(number),
          .created_at = time,
          .text = made_up_text(number, shape_.vocabulary)};
}

Result<> write_manifest(PopulationShape const& shape, std::string const& path) {
  boost::json::object const manifest{{"users", shape.graph.users},
                                     {"mean", shape.graph.mean},
                                     {"followers_max", shape.graph.followers_max},
                                     {"exponent", shape.graph.exponent},
                                     {"seed", shape.graph.seed},
                                     {"edges", shape.edges},
                                     {"posts", shape.posts},
                                     {"vocabulary", shape.vocabulary}};
  std::ofstream out(path, std::ios::trunc);
  out << boost::json::serialize(manifest) << '\n';
  if (!out.flush()) {
    return fail(ErrorKind::unavailable, fmt::format("{} cannot be written", path));
  }
  return {};
}

Result<PopulationShape> read_manifest(std::string const& path) {
  std::ifstream in(path);
  if (!in) {
    return fail(ErrorKind::not_found, fmt::format("{}: no such file; auklet-bench prepare writes it", path));
  }
  std::string const text{std::istreambuf_iterator<char>(in), {}};
  boost::system::error_code code;
  auto const parsed = boost::json::parse(text, code);
  auto const bad =
      fail(ErrorKind::malformed, fmt::format("{} is not what auklet-bench prepare writes", path));
  if (code || !parsed.is_object()) {
    return bad;
  }
  auto const& object = parsed.as_object();
  PopulationShape shape;
  bool complete = true;
  auto const read = [&](char const* name, auto& member) {
    auto const* const found = object.if_contains(name);
    auto const value =
        found == nullptr
            ? boost::json::result<std::remove_reference_t<decltype(member)>>(boost::json::error::not_found)
            : boost::json::try_value_to<std::remove_reference_t<decltype(member)>>(*found);
    complete = complete && value.has_value();
    if (value) {
      member = *value;
    }
  };
  read("users", shape.graph.users);
  read("mean", shape.graph.mean);
  read("followers_max", shape.graph.followers_max);
  read("exponent", shape.graph.exponent);
  read("seed", shape.graph.seed);
  read("edges", shape.edges);
  read("posts", shape.posts);
  if (object.contains("vocabulary")) {  // older manifests know of none
    read("vocabulary", shape.vocabulary);
  }
  if (!complete) {
    return bad;
  }
  return shape;
}

}  // namespace auklet::bench
