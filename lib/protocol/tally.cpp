// SPDX-License-Identifier: Apache-2.0
#include "evote/protocol/tally.h"

#include "protocol/json_contests.h"
#include "protocol/json_elements.h"

#include "evote/base/text.h"
#include "evote/json/json.h"
#include "evote/protocol/roll.h"

#include <nlohmann/json.hpp>

namespace evote::protocol {

TallySum::TallySum(const Election& election) : election_(&election) {
    for (const auto& contest : election.manifest().contests())
        contests_.emplace_back(contest.options.size());
}

void TallySum::add(const VerifiedBallot& ballot) {
    apply(ballot, Direction::in);
}

void TallySum::remove(const VerifiedBallot& ballot) {
    apply(ballot, Direction::out);
}

void TallySum::apply(const VerifiedBallot& ballot, Direction direction) {
    const auto parts = election_->layout(ballot.district()).shape.contests();
    const auto& contests = election_->manifest().districts()[ballot.district()].contests;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        auto& sum = contests_[contests[i]];
        const auto cipher = ballot.cipher().subspan(parts[i].element, 1 + parts[i].shape->bits);
        if (direction == Direction::in)
            elgamal::add_scaled_vartime(sum, ballot.weight(), cipher);
        else
            elgamal::subtract_scaled_vartime(sum, ballot.weight(), cipher);
    }
    counted_ += direction == Direction::in ? 1 : ~std::uint64_t{0};
    weight_ += direction == Direction::in ? ballot.weight() : ~ballot.weight() + 1;
}

void TallySum::merge(const TallySum& more) {
    for (std::size_t i = 0; i < contests_.size(); ++i)
        evote::elgamal::merge(contests_[i], more.contests_[i]);
    counted_ += more.counted_;
    weight_ += more.weight_;
}

EncryptedTally TallySum::finish(std::uint64_t log_size, const Digest32& log_root) const {
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
    out["contests"] = contest_list(manifest, [&](json::JsonWriter& contest, std::size_t i) {
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
        elgamal::VectorCiphertext<group::Ristretto255> cipher;
        cipher.alpha = read_element(value.member("alpha"));
        cipher.betas = read_elements(value.member("betas"), contest.options.size());
        tally.contests.push_back(std::move(cipher));
    });
    root.no_other_members();
    EVOTE_TRY_VOID(document.finish());
    return tally;
}

} // namespace evote::protocol
