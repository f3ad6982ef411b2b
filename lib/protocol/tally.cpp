// SPDX-License-Identifier: Apache-2.0
#include "protocol/tally.h"

#include "base/text.h"
#include "evote/check.h"
#include "json/json.h"
#include "protocol/json_contests.h"
#include "protocol/json_elements.h"
#include "protocol/roll.h"

#include <nlohmann/json.hpp>

namespace evote::protocol {

TallySum::TallySum(const Election& election, const LogRules& rules)
    : election_(&election), walk_(rules.walk()) {
    EVOTE_CHECK(rules.fingerprint() == election.fingerprint() &&
                "these are the rules of another election's log");
    for (const auto& contest : election.manifest().contests())
        contests_.emplace_back(contest.options.size());
}

void TallySum::add(CountedBallot&& ballot) {
    const CountedBallot taken = std::move(ballot);
    EVOTE_CHECK(taken.walk_.is(walk_) && "a ballot of another walk through a log");
    apply(taken.ballot_, Direction::in);
}

void TallySum::remove(DisplacedBallot&& displaced, const VotersBallot& again) {
    const DisplacedBallot taken = std::move(displaced);
    EVOTE_CHECK(taken.walk_.is(walk_) && "a ballot of another walk through a log");
    EVOTE_CHECK(again.ballot().fingerprint() == election_->fingerprint() && taken.is(again) &&
                "another ballot than the one that was displaced");
    apply(again, Direction::out);
}

void TallySum::apply(const VotersBallot& voters_ballot, Direction direction) {
    const std::size_t district = voters_ballot.ballot().district();
    const std::uint64_t weight = voters_ballot.weight();
    const auto parts = election_->layout(district).shape().contests();
    const auto& contests = election_->manifest().districts()[district].contests;
    const auto all = voters_ballot.ballot().cipher();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto& sum = contests_[contests[i]];
        const auto cipher = all.subspan(parts[i].element, 1 + parts[i].shape->bits);
        if (direction == Direction::in)
            proof::add_scaled_vartime(sum, weight, cipher);
        else
            proof::subtract_scaled_vartime(sum, weight, cipher);
    }
    counted_ += direction == Direction::in ? 1 : ~std::uint64_t{0};
    weight_ += direction == Direction::in ? weight : ~weight + 1;
}

void TallySum::merge(TallySum&& more) {
    const TallySum taken = std::move(more);
    EVOTE_CHECK(taken.walk_.is(walk_) && "a sum of another walk through a log");
    for (std::size_t i = 0; i < contests_.size(); ++i)
        proof::merge(contests_[i], taken.contests_.at(i));
    counted_ += taken.counted_;
    weight_ += taken.weight_;
}

EncryptedTally TallySum::finish(std::uint64_t log_size, const Digest32& log_root) const {
    EVOTE_CHECK(walk_.is(walk_) && "this sum was merged into another");
    return {election_->fingerprint(), log_size, log_root, counted_, weight_, contests_};
}

Bytes EncryptedTally::write(const Manifest& manifest) const {
    json::JsonWriter out;
    out["format"] = "evote-tally-1";
    out["election"] = hex_encode(election);
    out["log"]["size"] = log_size;
    out["log"]["root"] = hex_encode(log_root);
    out["counted"] = counted;
    out["weight"] = weight;
    out["contests"] =
        contest_list(manifest, contests.size(), [&](json::JsonWriter& contest, std::size_t i) {
            contest["alpha"] = element_hex(contests[i].alpha);
            contest["betas"] = element_list(contests[i].betas);
        });
    return json::json_bytes(out);
}

Result<EncryptedTally> EncryptedTally::parse(ByteView json, const Manifest& manifest) {
    EVOTE_TRY(const auto document, json::JsonDocument::parse(json));
    const auto root = document.root();
    root.member("format").must_be("evote-tally-1");
    EncryptedTally tally;
    tally.election = root.member("election").hex_array<32>();
    const auto log = root.member("log");
    tally.log_size = log.member("size").unsigned_integer(INT64_MAX);
    tally.log_root = log.member("root").hex_array<32>();
    log.no_other_members();
    tally.counted = root.member("counted").unsigned_integer(Roll::largest_sum);
    tally.weight = root.member("weight").unsigned_integer(Roll::largest_sum);
    read_contest_list(root, manifest, [&](const json::JsonValue& value, const Contest& contest) {
        proof::VectorCiphertext<group::Ristretto255> cipher;
        cipher.alpha = read_element(value.member("alpha"));
        cipher.betas = read_elements(value.member("betas"), contest.options.size());
        tally.contests.push_back(std::move(cipher));
    });
    root.no_other_members();
    EVOTE_TRY_VOID(document.finish());
    return tally;
}

} // namespace evote::protocol
