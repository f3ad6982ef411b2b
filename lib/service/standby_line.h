// SPDX-License-Identifier: Apache-2.0
// How the first machine of a board reaches the second one.
#pragma once

#include "box/box.h"
#include "http/client.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace evote::service {

/// Sends to URL/standby. Once it has failed it fails at once for the next two seconds, so that
/// clients learn soon that they must wait. One thread at a time.
class StandbyLine {
  public:
    /// `authorities` as in http::ClientOptions.
    static Result<std::shared_ptr<StandbyLine>> create(const std::string& url,
                                                       const std::filesystem::path& authorities);

    /// ErrorCode::unreachable without an answer, ErrorCode::bad_signature if the other machine does
    /// not take this board's word.
    Result<Bytes> send(ByteView sent);

  private:
    using Clock = std::chrono::steady_clock;

    StandbyLine(std::string url, http::Client client)
        : url_(std::move(url)), client_(std::move(client)) {}

    Result<Bytes> try_to_send(ByteView sent);

    std::string url_;
    http::Client client_;
    Clock::time_point next_{};
};

} // namespace evote::service
