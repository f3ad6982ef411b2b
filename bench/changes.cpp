// SPDX-License-Identifier: Apache-2.0
// What registrars and their roll changes cost when ballots are counted: a log of 4,096 ballots of
// 16 options, verified and walked through by its rules, without registrars, with two of them, and
// where some voters have new credentials. Times of one core.
#include "ballot/roll_change.h"
#include "bench_election.h"
#include "protocol/log_rules.h"
#include "support/rooms.h"

#include <benchmark/benchmark.h>

namespace evote {
namespace {

constexpr std::size_t voters = 4096;
constexpr std::size_t batch = 1024;

Half half_of(const Manifest& manifest, std::uint8_t registrar) {
    CodeBytes code;
    system_random().fill(code.expose());
    return Half::from_code(manifest.hash(), registrar, code).value();
}

// A voter's two halves and what they are together.
struct Person {
    explicit Person(const Manifest& manifest)
        : halves{half_of(manifest, 1), half_of(manifest, 2)},
          credential(Credential::from_halves(halves).value()) {}

    std::array<Half, 2> halves;
    Credential credential;
};

Manifest manifest_of_two() {
    std::string manifest = bench_manifest(16);
    return parsed_manifest(manifest.insert(manifest.find("\"districts\""), "\"registrars\":2,"));
}

// An election with two registrars in which `changed` voters have new credentials, and then all
// vote.
class ChangedLog {
  public:
    explicit ChangedLog(std::size_t changed)
        : manifest_(manifest_of_two()),
          values_(manifest_),
          signers_{SigningKey::generate(system_random()), SigningKey::generate(system_random())} {
        std::vector<Person> people;
        for (std::size_t i = 0; i < voters; ++i)
            people.emplace_back(manifest_);
        std::ranges::sort(people, {}, [](const Person& one) { return one.credential.encoding; });
        Bytes roll;
        append_roll_header(roll);
        for (const auto& one : people)
            append_roll_row(roll, {one.credential.encoding, 0, 0}, manifest_);
        roll_.emplace(must(Roll::parse(roll, manifest_)));
        auto keys = must(PublicKeys::combine(
            manifest_,
            {{"T", trustee_key_name(manifest_, 1) + "+00000000+AAAA", values_.dealings.front()}}));
        election_.emplace(
            must(Election::bind(manifest_, std::move(keys), *roll_, {},
                                {signers_[0].public_key(), signers_[1].public_key()})));
        for (std::size_t i = 0; i < changed; ++i)
            replace(people[i * (voters / changed)]);
        vote(people);
        views_.assign(entries_.begin(), entries_.end());
    }

    std::uint64_t count() const {
        EntryVerifier verifier(*election_, *roll_, system_random());
        LogRules rules(*election_, *roll_);
        for (std::size_t begin = 0; begin < views_.size(); begin += batch) {
            const auto some =
                std::span(views_).subspan(begin, std::min(batch, views_.size() - begin));
            const auto checked = verifier.verify(some);
            for (std::size_t i = 0; i < some.size(); ++i)
                rules.next(some[i], checked[i]);
        }
        return rules.counted();
    }

  private:
    void replace(Person& person) {
        const ChangeLayout layout(2);
        Person next(manifest_);
        Bytes change =
            begin_change(election_->fingerprint(),
                         {1'000'000, person.credential.encoding, ChangeAction::replace}, layout);
        for (std::uint8_t i = 1; i <= 2; ++i)
            put_half(change, layout, i,
                     prove_replacement(ByteView(change).first(ChangeLayout::header_size), i,
                                       next.halves[i - 1U], system_random()));
        const Bytes message =
            change_message(ByteView(change).first(layout.signed_size(ChangeAction::replace)));
        for (std::uint8_t i = 1; i <= 2; ++i)
            put_signature(change, layout, i, signers_[i - 1U].sign(message));
        entries_.push_back(std::move(change));
        person = std::move(next);
    }

    void vote(const std::vector<Person>& people) {
        Maker maker(election_->parameters(), system_random());
        std::vector<BallotRequest> requests;
        std::vector<const Credential*> credentials;
        for (std::size_t i = 0; i < voters; ++i) {
            SecretVector<std::uint8_t> selection(16);
            selection.expose()[i % 16] = 1;
            requests.push_back(
                {&people[i].credential, 0, must(manifest_.contest_bits(0, selection))});
            credentials.push_back(&people[i].credential);
        }
        for (auto& ballot : maker.cast(maker.prepare(0, requests), credentials))
            entries_.push_back(std::move(ballot));
    }

    Manifest manifest_;
    DealtValues values_;
    std::array<SigningKey, 2> signers_;
    std::optional<Roll> roll_;
    std::optional<Election> election_;
    std::vector<Bytes> entries_;
    std::vector<ByteView> views_;
};

void without_registrars(benchmark::State& state) {
    const BenchElection& bench = election_with(16);
    Maker maker(bench.election().parameters(), system_random());
    const auto ballots = bench.make(maker, 0, voters);
    const std::vector<ByteView> views(ballots.begin(), ballots.end());
    for (auto _ : state) {
        EntryVerifier verifier(bench.election(), bench.roll(), system_random());
        LogRules rules(bench.election(), bench.roll());
        for (std::size_t begin = 0; begin < voters; begin += batch) {
            const auto checked = verifier.verify(std::span(views).subspan(begin, batch));
            for (std::size_t i = 0; i < batch; ++i)
                rules.next(views[begin + i], checked[i]);
        }
        if (rules.counted() != voters)
            state.SkipWithError("a ballot does not count");
    }
    state.SetItemsProcessed(state.iterations() * std::int64_t{voters});
}

void with_registrars(benchmark::State& state) {
    const ChangedLog log(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state)
        if (log.count() != voters)
            state.SkipWithError("a ballot does not count");
    state.SetItemsProcessed(state.iterations() * std::int64_t{voters});
}

BENCHMARK(without_registrars)->Unit(benchmark::kMillisecond);
BENCHMARK(with_registrars)->Arg(0)->Arg(4)->Arg(41)->Arg(410)->Unit(benchmark::kMillisecond);

} // namespace
} // namespace evote
