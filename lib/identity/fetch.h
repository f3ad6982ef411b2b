// SPDX-License-Identifier: Apache-2.0
// How this room reaches the identity provider: by a function that it is given.
#pragma once

#include "evote/result.h"
#include "http/message.h"

#include <cstdint>
#include <functional>
#include <string>

namespace evote::identity {

/// A request to the identity provider. The values of its fields and its body may hold the client's
/// secret, so they are wiped when its life ends; whoever copies them wipes the copy.
struct FetchRequest {
    FetchRequest(std::string the_method, std::string the_url, http::Fields the_fields = {},
                 std::string the_body = {});
    FetchRequest(FetchRequest&&) noexcept = default;
    FetchRequest& operator=(FetchRequest&&) = delete;
    FetchRequest(const FetchRequest&) = delete;
    FetchRequest& operator=(const FetchRequest&) = delete;
    ~FetchRequest();

    std::string method; ///< GET or POST
    std::string url;    ///< absolute, https (or http to this machine, where that was allowed)
    http::Fields fields;
    std::string body;
};

/// What is called with the answer, of any status, or with the error if there is none.
using Fetched = std::function<void(Result<http::Response>)>;

/// Sends a request. It verifies the server's certificate, follows no redirect, takes no body of
/// more than `largest_answer`, and calls back exactly once within a limited time, from any thread;
/// also before it returns. Called by several threads at once.
using Fetch = std::function<void(FetchRequest, Fetched)>;

/// No answer of a provider is longer: bytes of the body.
inline constexpr std::size_t largest_answer = std::size_t{256} * 1024;

/// The present time in seconds since 1970-01-01 UTC. Called by several threads at once.
using Clock = std::function<std::int64_t()>;

} // namespace evote::identity
