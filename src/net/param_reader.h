// SPDX-License-Identifier: Apache-2.0
//
// Typed reading of a parameter tree. Whatever encoding the client chose, "7", 7 and "7.0" do not surprise a
// handler: each reader takes every shape that Rails would take for it. An absent parameter and null are
// nothing; every reader but text() takes the empty string for nothing too. A wrong shape is
// ErrorKind::malformed, a value against the reader's rule ErrorKind::invalid; both messages name the
// parameter as the client wrote it.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace auklet::net {

class ParamReader {
 public:
  // `tree` must outlive the reader and all readers made from it.
  explicit ParamReader(boost::json::object const& tree) : tree_(&tree) {}

  // Sent at all, be it as null or as an empty text.
  bool has(std::string_view name) const { return tree_->contains(name); }
  // Sent as one text with something in it.
  bool is_text(std::string_view name) const;

  // The empty text counts as present. A number or boolean is read as its JSON text.
  Result<std::optional<std::string>> text(std::string_view name) const;

  // An id of ours: decimal digits within 63 bits, as text or as number. Anything else is invalid.
  Result<std::optional<std::int64_t>> id(std::string_view name) const;

  // A whole number within [min, max], as number or as decimal text. Anything else is invalid.
  Result<std::optional<std::int64_t>> integer(std::string_view name, std::int64_t min,
                                              std::int64_t max) const;
  // The same, but a number out of the range is taken for the nearest in it: for page sizes.
  Result<std::optional<std::int64_t>> clamped_integer(std::string_view name, std::int64_t min,
                                                      std::int64_t max) const;

  // False: false, 0 and the texts 0 f F false FALSE off OFF. Every other scalar is true (Rails' ActiveModel
  // boolean).
  Result<std::optional<bool>> boolean(std::string_view name) const;

  // A list as array (`a[]=x`, JSON), as map of indexes (`a[0]=x`, in the order of the numbers) or as one
  // scalar. Nulls are left out. An absent list is empty; has() tells whether it was sent.
  Result<std::vector<std::string>> texts(std::string_view name) const;
  Result<std::vector<std::int64_t>> ids(std::string_view name) const;

  // A nested object: `poll[multiple]=…`.
  Result<std::optional<ParamReader>> object(std::string_view name) const;
  // A list of objects, as array or as map of indexes: `fields_attributes[0][name]=…`.
  Result<std::vector<ParamReader>> objects(std::string_view name) const;

 private:
  ParamReader(boost::json::object const& tree, std::string path) : tree_(&tree), path_(std::move(path)) {}

  boost::json::value const* find(std::string_view name) const;
  std::string full_name(std::string_view name) const;
  Result<std::optional<std::int64_t>> any_integer(std::string_view name, std::int64_t min, std::int64_t max,
                                                  bool clamp) const;
  Result<std::vector<boost::json::value const*>> elements(std::string_view name) const;

  boost::json::object const* tree_;
  std::string path_;  // of the object within the whole tree, for messages: "poll"
};

}  // namespace auklet::net
