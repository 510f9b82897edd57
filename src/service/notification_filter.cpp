// SPDX-License-Identifier: Apache-2.0
#include "service/notification_filter.h"

namespace auklet::service {

store::notifications::Selection selection_of(Caller const& caller, NotificationFilter const& filter) {
  store::notifications::Selection selection{
      .receiver = caller.self(), .from = filter.from, .filtered_too = filter.filtered_too};
  if (!filter.types.empty()) {
    selection.types = 0;
    for (auto const type : filter.types) {
      selection.types |= bit_of(type);
    }
  }
  for (auto const type : filter.excluded) {
    selection.types &= ~bit_of(type);
  }
  return selection;
}

}  // namespace auklet::service
