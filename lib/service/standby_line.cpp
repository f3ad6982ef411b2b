// SPDX-License-Identifier: Apache-2.0
#include "service/standby_line.h"

namespace evote::service {

namespace {

constexpr std::chrono::milliseconds longest_wait{10'000};
constexpr std::chrono::milliseconds pause_after_failure{2'000};

} // namespace

Result<std::shared_ptr<StandbyLine>> StandbyLine::create(const std::string& url,
                                                         const std::filesystem::path& authorities) {
    http::ClientOptions options;
    options.authorities = authorities;
    options.total_time = longest_wait;
    EVOTE_TRY(auto client, http::Client::create(options));
    return std::shared_ptr<StandbyLine>(new StandbyLine(url + "/standby", std::move(client)));
}

Result<Bytes> StandbyLine::send(ByteView sent) {
    if (Clock::now() < next_)
        return fail(
            Error{ErrorCode::unreachable, msg("the second machine does not answer"), url_, {}});
    auto answer = try_to_send(sent);
    if (!answer)
        next_ = Clock::now() + pause_after_failure;
    return answer;
}

Result<Bytes> StandbyLine::try_to_send(ByteView sent) {
    EVOTE_TRY(const auto answer,
              client_.fetch_now(
                  {"POST", url_, {{"Content-Type", "application/octet-stream"}}, to_string(sent)}));
    if (answer.status == 200)
        return to_bytes(bytes_of(answer.body));
    if (answer.status == 403)
        return fail(Error{ErrorCode::bad_signature,
                          msg("this machine does not know the board's key, or is one of another "
                              "election's board"),
                          url_,
                          {}});
    return fail(
        Error{ErrorCode::unreachable,
              msg("the second machine does not take anything right now (HTTP {0})", answer.status),
              url_,
              {}});
}

} // namespace evote::service
