// SPDX-License-Identifier: Apache-2.0
//
// The one coroutine type. Rules that keep coroutines safe here:
//  - parameters by value, or by reference to something that outlives the co_await of the caller (a service, a
//  session);
//  - no capturing lambda coroutines: the captures die with the lambda, not with the coroutine;
//  - never hold a lock across co_await;
//  - start a detached coroutine only through TaskGroup.
#pragma once

#include <boost/asio/awaitable.hpp>

namespace auklet {

template <class T = void>
using Task = boost::asio::awaitable<T>;

}  // namespace auklet
