// SPDX-License-Identifier: Apache-2.0
// The desk of a board and its site without a network, with a clock and a disk that the test holds.
#pragma once

#include "board/refusal.h"
#include "box/test_box.h"
#include "crypto/sha2.h"
#include "service/board_site.h"

#include <fcntl.h>

#include <deque>
#include <future>
#include <mutex>

namespace evote::test {

using service::BallotDesk;
using service::DeskAnswer;
using Kind = DeskAnswer::Kind;

/// 2030-01-01, from 08:00 to 20:00 UTC.
constexpr std::int64_t scene_opens = 1'893'484'800;
constexpr std::int64_t scene_closes = scene_opens + 12 * 3600;

inline std::string with_hours(std::string manifest) {
    return manifest.insert(manifest.find("\"districts\""),
                           R"("opens":"2030-01-01T08:00:00Z","closes":"2030-01-01T20:00:00Z",)");
}

/// A board with its desk and its site.
struct BoardScene {
    explicit BoardScene(const std::string& manifest = with_hours(tiny_manifest(1, 1)),
                        service::DeskLimits its_limits = {}, std::size_t voters = 4,
                        std::optional<WitnessPolicy> witnesses = {})
        : test(manifest, voters, std::move(witnesses)), limits(its_limits) {
        open();
    }

    BoardScene(const BoardScene&) = delete;
    BoardScene& operator=(const BoardScene&) = delete;

    ~BoardScene() { close(); }

    void close() {
        site.reset();
        desk.reset();
        published.reset();
        closed_record.reset();
    }

    /// A desk with its box, or, if the board is closed, without.
    void open() {
        const auto time = std::make_shared<std::int64_t>(0);
        auto box = box::Box::open(test.record(), test.key(), system_random(),
                                  {.clock = [time] { return *time; }, .storage = test.storage});
        std::optional<box::Box> kept;
        if (box)
            kept.emplace(*std::move(box));
        else {
            REQUIRE(box.error().code == ErrorCode::closed);
            closed_record.emplace(test.record());
        }
        const auto& record = kept ? kept->record() : *closed_record;
        published.emplace(must(record.open_log()).checkpoint());
        desk = must(BallotDesk::open(
            {std::move(kept), time, record, test.signer(), clock, *published, log}, limits));
        site = std::make_unique<service::BoardSite>(
            service::BoardSite::Parts{*desk, clock, *published}, rates);
    }

    /// Sends an entry, and does not wait.
    std::future<DeskAnswer> send(Bytes entry) const {
        auto promise = std::make_shared<std::promise<DeskAnswer>>();
        auto out = promise->get_future();
        desk->take(std::move(entry),
                   [promise](DeskAnswer answer) { promise->set_value(std::move(answer)); });
        return out;
    }

    DeskAnswer take(Bytes entry) const { return send(std::move(entry)).get(); }

    /// Sends all of them while the desk waits, so that they come to the box as one batch.
    std::vector<DeskAnswer> take_together(const std::vector<Bytes>& entries) const {
        std::vector<std::future<DeskAnswer>> sent;
        {
            const HeldDesk held(*desk);
            for (const Bytes& entry : entries)
                sent.push_back(send(entry));
        }
        std::vector<DeskAnswer> out;
        out.reserve(sent.size());
        for (auto& one : sent)
            out.push_back(one.get());
        return out;
    }

    Result<service::VoterFacts> facts(std::size_t voter) const {
        return facts(test.election.credential(voter).encoding);
    }

    Result<service::VoterFacts> facts(const ByteArray<32>& credential) const {
        auto told = std::make_shared<std::promise<Result<service::VoterFacts>>>();
        auto out = told->get_future();
        desk->look_up(credential, [told](Result<service::VoterFacts> facts) {
            told->set_value(std::move(facts));
        });
        return out.get();
    }

    http::Response ask(http::Request request) const {
        auto answered = std::make_shared<std::promise<http::Response>>();
        auto out = answered->get_future();
        request.peer = "192.0.2.1";
        site->handle(std::move(request), [answered](http::Response response) {
            answered->set_value(std::move(response));
        });
        return out.get();
    }

    http::Response get(const std::string& path, http::Fields fields = {},
                       const std::string& query = {}) const {
        return ask({"GET", path, query, std::move(fields), {}, {}});
    }

    http::Response post(const std::string& path, const Bytes& body) const {
        return ask({"POST", path, {}, {}, to_string(body), {}});
    }

    /// The receipt of an answer, which shows that the entry is in the log.
    board::Receipt receipt(const DeskAnswer& answer, const Bytes& entry) const {
        auto out = must(Receipt::parse(answer.receipt));
        CHECK(out.extra == entry);
        CHECK(out.index == answer.index);
        must(verify_receipt(out, entry, test.signer().verifier()));
        return out;
    }

    /// Checks what the board has signed.
    void check_refusal(const DeskAnswer& answer, const Bytes& entry,
                       const std::string& reason) const {
        CHECK(answer.kind == Kind::refused);
        CHECK(answer.reason == reason);
        if (answer.kind != Kind::refused)
            return;
        const auto said = must(open_refusal(answer.note, test.signer().verifier()));
        CHECK(said == SignedRefusal{test.fingerprint(), sha256({entry}), reason,
                                    published->now()->tree(), static_cast<std::uint64_t>(now())});
    }

    std::int64_t now() const { return (wall_begin + elapsed) / 1000; }

    void set_time(std::int64_t seconds) { elapsed = seconds * 1000 - wall_begin; }

    /// Keeps the desk's thread from going on.
    class HeldDesk {
      public:
        explicit HeldDesk(BallotDesk& desk) {
            desk.take(Bytes{0}, [state = state_](const DeskAnswer&) {
                state->begun.set_value();
                state->go_on.get_future().wait();
            });
            state_->begun.get_future().wait();
        }

        HeldDesk(const HeldDesk&) = delete;
        HeldDesk& operator=(const HeldDesk&) = delete;

        ~HeldDesk() { state_->go_on.set_value(); }

      private:
        struct State {
            std::promise<void> begun;
            std::promise<void> go_on;
        };

        std::shared_ptr<State> state_ = std::make_shared<State>();
    };

    TestBox test;
    service::DeskLimits limits;
    service::BoardRates rates{};
    std::int64_t wall_begin = (scene_opens + 3600) * 1000;
    std::atomic<std::int64_t> elapsed = 0;
    service::VotingClock clock{[this] { return wall_begin; }, [this] { return elapsed.load(); }};
    os::FileDescriptor log_file{
        ::open((test.root() / "log").c_str(), O_CREAT | O_RDWR | O_APPEND | O_CLOEXEC, 0600)};
    http::Log log{log_file.get()};
    std::optional<record::SealedRecord> closed_record;
    std::optional<service::PublishedLog> published;
    std::unique_ptr<BallotDesk> desk;
    std::unique_ptr<service::BoardSite> site;

    std::string log_text() const { return to_string(must(read_file(test.root() / "log"))); }
};

inline std::vector<Kind> kinds_of(const std::vector<DeskAnswer>& answers) {
    std::vector<Kind> out;
    for (const auto& answer : answers)
        out.push_back(answer.kind);
    return out;
}

} // namespace evote::test
