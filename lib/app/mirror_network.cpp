// SPDX-License-Identifier: Apache-2.0
#include "app/mirror_network.h"

#include "base/text.h"
#include "crypto/random.h"
#include "http/client.h"
#include "mirror/followed_state.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <thread>

namespace evote::app {

namespace {

using std::chrono::seconds;

constexpr seconds first_pause{1};
constexpr seconds longest_pause{60};
constexpr std::uint64_t longest_wait_seconds = 600; // that a server may ask for
// A server that does not cut files sends a bundle of entries whole.
constexpr std::size_t largest_answer = std::size_t{20} << 20;
constexpr std::chrono::milliseconds total_time{60'000};

class Source {
  public:
    Source(MirrorSource source, http::Client client, Console& console)
        : source_(std::move(source)), client_(std::move(client)), console_(console) {
        while (source_.url.ends_with('/'))
            source_.url.pop_back();
    }

    Result<std::optional<mirror::FilePiece>> get(const std::string& name, std::uint64_t begin,
                                                 std::uint64_t most);

  private:
    Result<http::Response> ask(const http::ClientRequest& request);

    MirrorSource source_;
    http::Client client_;
    Console& console_;
};

bool is_worth_trying_again(const Result<http::Response>& answer) {
    if (!answer)
        return answer.error().code != ErrorCode::usage;
    return answer->status == 408 || answer->status == 429 || answer->status >= 500;
}

seconds pause_after(const Result<http::Response>& answer, seconds usual) {
    if (!answer)
        return usual;
    const auto asked =
        decimal_decode(http::field(answer->fields, "Retry-After"), longest_wait_seconds);
    return asked ? std::max(usual, seconds(*asked)) : usual;
}

Result<http::Response> Source::ask(const http::ClientRequest& request) {
    seconds usual = first_pause;
    for (std::uint64_t attempt = 1;; ++attempt) {
        auto answer = client_.fetch_now(request);
        if (!is_worth_trying_again(answer))
            return answer;
        const Error error =
            answer ? Error{ErrorCode::unreachable,
                           msg("the server answers with HTTP status {0}", answer->status),
                           request.url,
                           {}}
                   : Error{ErrorCode::unreachable, answer.error().message, answer.error().file, {}};
        if (attempt == source_.attempts)
            return fail(error);
        console_.warn(error);
        const seconds pause = pause_after(answer, usual);
        console_.say(msg("This is no evidence of anything. The server is asked again in {0} s",
                         pause.count()));
        if (!source_.pause)
            std::this_thread::sleep_for(pause);
        else if (!source_.pause(pause))
            return fail(ErrorCode::stopped, msg("it was stopped before its end"));
        usual = std::min(2 * usual, longest_pause);
    }
}

// "bytes 0-9/100": the first number and the last.
std::optional<std::pair<std::uint64_t, std::uint64_t>> content_range(std::string_view text) {
    const auto slash = text.find('/');
    const auto dash = text.find('-');
    if (!text.starts_with("bytes ") || slash == text.npos)
        return std::nullopt;
    const auto size = decimal_decode(text.substr(slash + 1), INT64_MAX);
    const auto begin = dash < slash ? decimal_decode(text.substr(6, dash - 6), INT64_MAX)
                                    : std::optional<std::uint64_t>(UINT64_MAX);
    if (!size || !begin)
        return std::nullopt;
    return std::pair(*begin, *size);
}

Result<std::optional<mirror::FilePiece>> Source::get(const std::string& name, std::uint64_t begin,
                                                     std::uint64_t most) {
    const std::string range =
        "bytes=" + std::to_string(begin) + "-" + std::to_string(begin + most - 1);
    EVOTE_TRY(auto answer, ask({"GET", source_.url + "/record/" + name, {{"Range", range}}, {}}));
    if (answer.status == 404)
        return std::optional<mirror::FilePiece>();
    if (answer.status == 200) {
        const ByteView all = bytes_of(answer.body);
        const auto from = std::min<std::uint64_t>(begin, all.size());
        const auto size = std::min<std::uint64_t>(most, all.size() - from);
        return std::optional(mirror::FilePiece{to_bytes(all.subspan(from, size)), all.size()});
    }
    const auto found = content_range(http::field(answer.fields, "Content-Range"));
    if (answer.status == 416 && found)
        return std::optional(mirror::FilePiece{{}, found->second});
    if (answer.status == 206 && found && found->first == begin && answer.body.size() <= most)
        return std::optional(mirror::FilePiece{to_bytes(bytes_of(answer.body)), found->second});
    return fail(Error{ErrorCode::unreachable,
                      msg("the server answers with HTTP status {0}", answer.status),
                      source_.url + "/record/" + name,
                      {}});
}

} // namespace

bool is_url(const std::string& text) {
    return text.starts_with("https://") || text.starts_with("http://");
}

Result<mirror::Network> mirror_network(const MirrorSource& source, Console& console) {
    http::ClientOptions options;
    options.authorities = source.authorities;
    options.answer_bytes = largest_answer;
    options.total_time = total_time;
    EVOTE_TRY(auto client, http::Client::create(options));
    const auto server = std::make_shared<Source>(source, std::move(client), console);
    return mirror::Network([server](const std::string& name, std::uint64_t begin,
                                    std::uint64_t most) { return server->get(name, begin, most); });
}

Result<crypto::MacKey> user_state_key() {
    const char* const state = std::getenv("XDG_STATE_HOME");
    const char* const home = std::getenv("HOME");
    std::filesystem::path folder;
    if (state != nullptr && *state != '\0')
        folder = state;
    else if (home != nullptr && *home != '\0')
        folder = std::filesystem::path(home) / ".local/state";
    else
        return fail(ErrorCode::usage,
                    msg("neither HOME nor XDG_STATE_HOME is set: there is no place for the key of "
                        "what was verified"));
    return mirror::state_key(folder / "evote/follow.key", crypto::system_random());
}

} // namespace evote::app
