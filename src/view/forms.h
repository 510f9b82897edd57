// SPDX-License-Identifier: Apache-2.0
//
// What the forms of the server's pages are made of.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "view/html.h"

namespace auklet::view {

// Nothing for no message.
Html alert(std::string_view message);

// A labelled input with its hint and its errors. `attributes` is what else the input needs.
struct Field {
  std::string_view name;
  std::string_view label;
  std::string_view type = "text";
  std::string_view value = {};
  std::string_view hint = {};
  Html attributes = {};
};

// What is wrong with the field of that name.
Html errors_of(std::string_view name, std::string_view label, std::span<FieldError const> errors);
Html labelled_input(Field const& field, std::span<FieldError const> errors = {});

}  // namespace auklet::view
