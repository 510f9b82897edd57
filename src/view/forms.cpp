// SPDX-License-Identifier: Apache-2.0
#include "view/forms.h"

namespace auklet::view {

Html alert(std::string_view message) {
  return message.empty() ? Html{} : html("<p class=\"alert\" role=\"alert\">{}</p>\n", message);
}

// All that is wrong with the field is one paragraph: one id can be named by its input.
Html errors_of(std::string_view name, std::string_view label, std::span<FieldError const> errors) {
  Html sentences;
  for (auto const& error : errors) {
    if (error.field == name) {
      sentences += html("{}{} {}.", sentences.empty() ? "" : " ", label, error.description);
    }
  }
  return sentences.empty() ? Html{} : html("<p class=\"error\" id=\"{}-error\">{}</p>\n", name, sentences);
}

Html labelled_input(Field const& field, std::span<FieldError const> errors) {
  auto const wrong = errors_of(field.name, field.label, errors);
  Html described;
  if (!wrong.empty() && !field.hint.empty()) {
    described = html(R"( aria-invalid="true" aria-describedby="{0}-error {0}-hint")", field.name);
  } else if (!wrong.empty()) {
    described = html(R"( aria-invalid="true" aria-describedby="{}-error")", field.name);
  } else if (!field.hint.empty()) {
    described = html(R"( aria-describedby="{}-hint")", field.name);
  }
  Html hint;
  if (!field.hint.empty()) {
    hint = html("<p class=\"hint\" id=\"{}-hint\">{}</p>\n", field.name, field.hint);
  }
  return html(R"(<div class="field">
<label for="{0}">{1}</label>
<input id="{0}" name="{0}" type="{2}" value="{3}" required{4}{5}>
{6}{7}</div>
)",
              field.name, field.label, field.type, field.value, field.attributes, described, wrong, hint);
}

}  // namespace auklet::view
